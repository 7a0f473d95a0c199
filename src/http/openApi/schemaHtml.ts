import type { Schema } from './document.ts';
import { escapeHtml as html, textHtml } from './escapeHtml.ts';

const REFERENCE = '#/components/schemas/';

/** A schema in a few words: `text`, `RunSummary or null`, `list of …`. */
export function schemaWords(schema: Schema): string {
  if (schema.$ref?.startsWith(REFERENCE)) {
    const name = html(schema.$ref.slice(REFERENCE.length));
    return `<a href="#shape-${name}">${name}</a>`;
  }
  if (schema.anyOf) return schema.anyOf.map(schemaWords).join(' or ');
  if (schema.enum) return schema.enum.map((value) => `<code>${html(String(value))}</code>`).join(', ');
  if (schema.const !== undefined) return `<code>${html(String(schema.const))}</code>`;
  if (schema.items) return `list of ${schemaWords(schema.items)}`;
  if (schema.type === 'object' && schema.properties) return schemaTable(schema);
  return html(schema.format ?? (schema.type === 'string' ? 'text' : (schema.type ?? 'anything')));
}

/** An object's properties as a table; anything else in words. */
export function schemaTable(schema: Schema): string {
  if (!schema.properties) return `<p>${schemaWords(schema)}</p>`;
  const required = new Set(schema.required);
  const rows = Object.entries(schema.properties).map(
    ([name, part]) =>
      `<tr><td><code>${html(name)}</code>${required.has(name) ? '' : ' (optional)'}</td><td>${schemaWords(part)}</td><td>${textHtml(part.description ?? '')}</td></tr>`,
  );
  return `<table>${rows.join('')}</table>`;
}
