import { fieldName, fieldNotFound, typeName } from './fieldWords.ts';
import type { MappingProblem } from './mappingProblem.ts';
import type { OptOutMapping } from './mappingTypes.ts';
import type { MappableField } from './sourceField.ts';

/**
 * Checks the opt-out part of a mapping: a checkbox or picklist that the API user can read and write, or a column of a
 * file, which is read by its two values and never written to.
 */
export function checkOptOut(
  mapping: OptOutMapping,
  known: ReadonlyMap<string, MappableField>,
): readonly MappingProblem[] {
  if (mapping.field.trim() === '') {
    return [
      {
        field: 'optOut.field',
        message:
          'Opt-out has no source field. Choose the checkbox or picklist that holds it, ' +
          'or turn the exchange of preferences off.',
      },
    ];
  }
  const found = known.get(mapping.field);
  if (found === undefined) return [{ field: 'optOut.field', message: fieldNotFound('Opt-out', mapping.field, known) }];
  if (found.type === 'column') return checkColumn(mapping, found);
  const problems: MappingProblem[] = [];
  if (found.type !== 'checkbox' && found.type !== 'picklist') {
    problems.push({
      field: 'optOut.field',
      message:
        `Opt-out can’t be kept in ${fieldName(found)}, a ${typeName(found.type)} field. ` +
        'Choose a checkbox or a picklist.',
    });
  } else if (found.type !== mapping.kind) {
    problems.push({
      field: 'optOut.kind',
      message:
        `${fieldName(found)} is a ${found.type}, not a ${mapping.kind}. ` +
        `Set the type to ${found.type}, or choose another field.`,
    });
  }
  if (found.calculated) {
    problems.push({
      field: 'optOut.field',
      message:
        `${fieldName(found)} is calculated by the source, so opt-outs can’t be written back to it. ` +
        'Choose a field that can be edited.',
    });
  } else if (found.apiName === null) {
    problems.push({
      field: 'optOut.field',
      message:
        `${fieldName(found)} shows no field of the record itself, so opt-outs can’t be written back to it. ` +
        'Choose a column that shows one.',
    });
  } else if (!found.writable) {
    problems.push({
      field: 'optOut.field',
      message:
        `The API user can’t edit ${fieldName(found)}, so opt-outs can’t be written back. ` +
        'Allow it to edit the field, or choose another one.',
    });
  }
  return mapping.kind === 'picklist' ? [...problems, ...checkValues(mapping, found)] : problems;
}

function checkColumn(mapping: OptOutMapping, column: MappableField): readonly MappingProblem[] {
  if (mapping.kind === 'picklist') return checkValues(mapping, column);
  const message =
    `${fieldName(column)} is a column of a file, which holds words. ` +
    'Choose which value means opted in and which means opted out.';
  return [{ field: 'optOut.kind', message }];
}

function checkValues(
  mapping: Extract<OptOutMapping, { kind: 'picklist' }>,
  field: MappableField,
): readonly MappingProblem[] {
  const problems: MappingProblem[] = [];
  for (const [entry, label] of [
    ['optedInValue', 'opted-in'],
    ['optedOutValue', 'opted-out'],
  ] as const) {
    const value = mapping[entry];
    if (value.trim() === '') {
      problems.push({
        field: `optOut.${entry}`,
        message:
          `The ${label} value is missing. It is what is read and written for people who are ` +
          `${label.replace('-', ' ')}. Choose one.`,
      });
    } else if (field.values.length > 0 && !field.values.some((active) => active.value === value)) {
      problems.push({
        field: `optOut.${entry}`,
        message:
          `“${value.slice(0, 40)}” is not an active value of ${fieldName(field)}. ` +
          `Choose one of its values as the ${label} value.`,
      });
    }
  }
  const same = mapping.optedInValue.trim().toLowerCase() === mapping.optedOutValue.trim().toLowerCase();
  if (problems.length === 0 && same) {
    problems.push({
      field: 'optOut.optedOutValue',
      message:
        'The opted-in and the opted-out value are the same, so nobody could be told apart. ' +
        'Choose two different values.',
    });
  }
  return problems;
}
