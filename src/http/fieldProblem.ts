import type { FastifySchemaValidationError } from 'fastify';
import type { FieldProblem } from '../contract/connector.ts';

/** One finding of the schema check as a sentence for the field it is about; `fields.mobile`, `notify.addresses.0`. */
export function fieldProblem(finding: FastifySchemaValidationError): FieldProblem {
  const missing = finding.keyword === 'required' ? String(finding.params['missingProperty'] ?? '') : '';
  const path = finding.instancePath.split('/').slice(1).map(decodePart);
  return { field: [...path, ...(missing === '' ? [] : [missing])].join('.'), message: sentence(finding) };
}

/** JSON Pointer's escapes. */
function decodePart(part: string): string {
  return decodeURIComponent(part).replace(/~1/g, '/').replace(/~0/g, '~');
}

function sentence({ keyword, params, message }: FastifySchemaValidationError): string {
  const limit = String(params['limit'] ?? '');
  switch (keyword) {
    case 'required':
      return 'This is missing.';
    case 'minLength':
      return limit === '1' ? 'This is empty.' : `This needs ${limit} characters or more.`;
    case 'maxLength':
      return `This has more than ${limit} characters.`;
    case 'minimum':
      return `This must be ${limit} or more.`;
    case 'maximum':
      return `This must be ${limit} or less.`;
    case 'enum':
      return `This must be one of ${(params['allowedValues'] as unknown[]).join(', ')}.`;
    case 'type':
      return `This must be of the type ${String(params['type'])}.`;
    case 'anyOf':
      return 'This is none of the shapes that are allowed here.';
    default:
      return `This ${message ?? 'is not as described'}.`;
  }
}
