import { queryError } from '../apiError.ts';
import type { Column, RowSource } from '../rowSource.ts';
import { fieldsByName, type FieldDef, type ObjectSchema, type Value } from '../schema.ts';

/** What a query may see: the objects of the org, less the fields hidden from the API user. */
export interface Catalog {
  /** The rows of an object by name in any case; undefined when there is none or the user may not read it. */
  source(type: string): RowSource | undefined;
  /** Whether field security hides the field from the API user. */
  isHidden(type: string, field: string): boolean;
}

/** A field of a query's rows, perhaps reached through lookups. */
export interface ResolvedField {
  def: FieldDef;
  /** In the org's own spelling, e.g. `Owner.Name`. */
  path: string;
  read: (row: number) => Value;
  /** The field's population column when it has one; holds for rows that were not edited. */
  column: Column | undefined;
  /** The lookups walked through, outermost first: relationship name, type, and the row there or -1. */
  parents: { name: string; source: RowSource; rowOf: (row: number) => number }[];
}

/** The end of the org's messages about names it doesn't know. */
export const SEE_DESCRIBE = 'Please reference your WSDL or the describe call for the appropriate names.';

const lowered = new WeakMap<ObjectSchema, Map<string, FieldDef>>();

function fieldsOf(schema: ObjectSchema): Map<string, FieldDef> {
  let fields = lowered.get(schema);
  if (!fields) lowered.set(schema, (fields = fieldsByName(schema)));
  return fields;
}

/**
 * Finds the field a path names.
 *
 * @throws ApiError `INVALID_FIELD` when it does not exist or is hidden from the user
 */
export function resolveField(
  catalog: Catalog,
  source: RowSource,
  path: string,
  query: string,
  at: number,
): ResolvedField {
  const steps = path.split('.');
  const parents: ResolvedField['parents'] = [];
  let here = source;
  let rowHere = (row: number): number => row;
  let lookup: Column | undefined;
  for (const step of steps.slice(0, -1)) {
    const def = here.schema.fields.find((field) => field.relationshipName?.toLowerCase() === step.toLowerCase());
    const targets = (def?.referenceTo ?? []).map((type) => catalog.source(type)).filter((found) => found !== undefined);
    const target = targets.at(-1);
    if (!def || !target || catalog.isHidden(here.schema.name, def.name)) {
      throw queryError(
        'INVALID_FIELD',
        query,
        at,
        `Didn't understand relationship '${step}' in field path. If you are attempting to use a custom relationship, ` +
          `be sure to append the '__r' after the custom relationship name. ${SEE_DESCRIBE}`,
      );
    }
    const readId = here.accessor(def.name);
    const from = rowHere;
    lookup = parents.length === 0 ? here.column(def.name) : undefined;
    const rowOf = (row: number): number => {
      const inner = from(row);
      const id = inner < 0 ? null : readId(inner);
      const there = typeof id === 'string' ? target.rowOf(id) : -1;
      return there >= 0 && target.isVisible(there) ? there : -1;
    };
    parents.push({ name: def.relationshipName!, source: target, rowOf });
    here = target;
    rowHere = rowOf;
  }
  const name = steps.at(-1)!;
  const def = fieldsOf(here.schema).get(name.toLowerCase());
  if (!def || catalog.isHidden(here.schema.name, def.name)) {
    throw queryError(
      'INVALID_FIELD',
      query,
      at,
      `No such column '${name}' on entity '${here.schema.name}'. If you are attempting to use a custom field, ` +
        `be sure to append the '__c' after the custom field name. ${SEE_DESCRIBE}`,
    );
  }
  const access = here.accessor(def.name);
  const spelled = [...parents.map((parent) => parent.name), def.name].join('.');
  if (parents.length === 0) {
    return { def, path: spelled, read: access, column: def.compute ? undefined : here.column(def.name), parents };
  }
  const read = (row: number): Value => {
    const inner = rowHere(row);
    return inner < 0 ? null : access(inner);
  };
  return {
    def,
    path: spelled,
    read,
    column: parents.length === 1 ? throughLookup(lookup, here, access) : undefined,
    parents,
  };
}

/** Carries a dictionary of ids over to the field behind them, so that conditions on `Owner.Name` stay cheap. */
function throughLookup(ids: Column | undefined, target: RowSource, access: (row: number) => Value): Column | undefined {
  if (!ids?.codes || !ids.dictionary) return undefined;
  const codes = ids.codes;
  const dictionary = ids.dictionary.map((id) => {
    const row = typeof id === 'string' ? target.rowOf(id) : -1;
    return row < 0 ? null : access(row);
  });
  return { codes, dictionary, get: (row) => dictionary[codes[row]!]! };
}
