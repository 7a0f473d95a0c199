import * as schemas from '../schemas/index.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

/** Short ones (a time, a number) read better where they are used. */
const SHORTEST_TEXT = 80;

/** Shapes no route answers with as a whole, and that a reader needs all the same. */
const ALWAYS_NAMED = ['LiveEvent'];

/**
 * Puts the shapes that have a name in `schemas/` under `components.schemas` and refers to them, where the document
 * would spell them out at each use.
 * @param document - an OpenAPI document, changed in place
 */
export function nameSchemas(document: { paths?: unknown; components?: { schemas?: Record<string, unknown> } }): void {
  const names = new Map<string, string>();
  const known = new Map<string, JsonObject>();
  for (const [name, schema] of Object.entries(schemas)) {
    if (typeof schema !== 'object') continue;
    const written = asWritten(JSON.parse(JSON.stringify(schema)) as Json);
    const text = JSON.stringify(written);
    if (text.length < SHORTEST_TEXT || names.has(text)) continue;
    names.set(text, name);
    known.set(name, written as JsonObject);
  }
  const components: JsonObject = {};

  const replace = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(replace);
    if (value === null || typeof value !== 'object') return value;
    const name = names.get(JSON.stringify(value));
    return name === undefined ? replaceParts(value) : refer(name, value);
  };
  const replaceParts = (value: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(value).map(([key, part]) => [key, replace(part)]));
  const refer = (name: string, value: JsonObject): JsonObject => {
    if (!(name in components)) {
      components[name] = {};
      components[name] = replaceParts(value);
    }
    return { $ref: `#/components/schemas/${name}` };
  };

  document.paths = replace(JSON.parse(JSON.stringify(document.paths ?? {})) as Json);
  for (const name of ALWAYS_NAMED) refer(name, known.get(name) ?? {});
  document.components = { ...document.components, schemas: { ...document.components?.schemas, ...components } };
}

/** As the document writes it: a map is `additionalProperties` there, not a pattern that every name fits. */
function asWritten(value: Json): Json {
  if (Array.isArray(value)) return value.map(asWritten);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) =>
      key === 'patternProperties'
        ? ['additionalProperties', asWritten(Object.values(part as JsonObject)[0] ?? {})]
        : [key, asWritten(part)],
    ),
  );
}
