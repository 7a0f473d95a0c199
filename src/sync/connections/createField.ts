import type { CustomFieldType, TeamField } from '../../domain/contact.ts';
import { insertTeamField, readTeamFields, updateTeamField } from '../../db/teamFields.ts';
import type { SyncContext } from '../context.ts';
import { RequestError } from '../errors.ts';

/** Contact fields a team may have beside the standard ones. */
export const MAX_TEAM_FIELDS = 25;

/** What contacts have anyway; a second field of that name would only confuse. */
const STANDARD = [
  'first name',
  'last name',
  'mobile number',
  'contact id',
  'assigned to',
  'texting',
  'opt-out',
  'user id',
];

export interface NewField {
  readonly teamId: string;
  readonly label: string;
  readonly type: CustomFieldType;
  readonly required?: boolean | undefined;
  readonly mergeable?: boolean | undefined;
  readonly visible?: boolean | undefined;
}

/**
 * Adds a field to a team's contacts.
 * @throws RequestError `fields_full`, `field_exists`, `settings_refused`
 */
export async function createField(
  ctx: SyncContext,
  request: NewField,
): Promise<TeamField> {
  const label = request.label.replace(/\s+/g, ' ').trim();
  if (label === '') throw refused('settings_refused', 'The field has no name. Enter one.');
  if (STANDARD.includes(label.toLowerCase()))
    throw refused('field_exists', `${label} is a standard field of every contact. Choose another name.`);
  return ctx.dataSource.transaction(async (tx) => {
    // One at a time in a team, so that two people can't both add the last one.
    await tx.query('select 1 from team where id = $1 for no key update', [request.teamId]);
    const fields = await readTeamFields(tx, request.teamId);
    if (fields.length >= MAX_TEAM_FIELDS) {
      throw new RequestError(
        'conflict',
        'fields_full',
        `The team has ${fields.length} fields; ${MAX_TEAM_FIELDS} is the most. Use one of them.`,
      );
    }
    if (fields.some((field) => field.label.toLowerCase() === label.toLowerCase())) {
      throw refused('field_exists', `The team has a field called ${label} already. Choose another name.`);
    }
    const { type, required = false, mergeable = true, visible = true } = request;
    const field = { key: freeKey(label, fields), label, type, required, mergeable, visible };
    await insertTeamField(tx, request.teamId, field, ctx.now());
    return field;
  });
}

/**
 * Changes what a field is good for; files that lack a required one's column are refused from then on.
 * @throws RequestError `field_missing`
 */
export async function changeField(
  ctx: SyncContext,
  { teamId, key, ...change }: {
    readonly teamId: string;
    readonly key: string;
    readonly required?: boolean;
    readonly mergeable?: boolean;
    readonly visible?: boolean;
  },
): Promise<TeamField> {
  const field = await updateTeamField(ctx.dataSource.manager, teamId, key, change);
  if (field) return field;
  throw new RequestError('not_found', 'field_missing', 'This field can’t be found in this team.');
}

/** Lower snake case of the label, numbered when it is taken: `Entry term` → `entry_term`. */
function freeKey(label: string, fields: readonly TeamField[]): string {
  const plain = label
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
  const stem = plain === '' ? 'field' : /^\d/.test(plain) ? `field_${plain}` : plain;
  for (let number = 1; ; number++) {
    const key = number === 1 ? stem : `${stem}_${number}`;
    if (!fields.some((field) => field.key === key)) return key;
  }
}

function refused(code: string, message: string): RequestError {
  return new RequestError('refused', code, message, [{ field: 'label', message }]);
}
