import * as schemas from '../schemas/index.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

/**
 * Puts the shapes that have a name in `schemas/` under `components.schemas` and refers to them, where the document would spell
 * them out at each use.
 * @param document - an OpenAPI document, changed in place
 */
export function nameSchemas(document: { paths?: unknown; components?: { schemas?: Record<string, unknown> } }): void {
  const names = new Map<string, string>();
  for (const [name, schema] of Object.entries(schemas)) {
    const text = JSON.stringify(schema);
    // Short ones (a time, a number) read better where they are used.
    if (text !== undefined && text.length > 80 && !names.has(text)) names.set(text, name);
  }
  const components: JsonObject = {};

  const replace = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(replace);
    if (value === null || typeof value !== 'object') return value;
    const name = names.get(JSON.stringify(value));
    if (name === undefined) return replaceParts(value);
    if (!(name in components)) {
      components[name] = {};
      components[name] = replaceParts(value);
    }
    return { $ref: `#/components/schemas/${name}` };
  };
  const replaceParts = (value: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(value).map(([key, part]) => [key, replace(part)]));

  document.paths = replace(JSON.parse(JSON.stringify(document.paths ?? {})) as Json);
  document.components = { ...document.components, schemas: { ...document.components?.schemas, ...components } };
}
