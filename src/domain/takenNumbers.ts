import type { MappedRow } from './draft.ts';
import type { PageSurroundings } from './mergeTypes.ts';
import { isStale, nameOf } from './pageRows.ts';
import { showMobile } from './phone.ts';
import type { RowProblem } from './rowCodes.ts';

/**
 * Refuses drafts whose number somebody else has. Starts by believing every draft and takes back what can't be until
 * nothing changes, so that A and B may exchange numbers while a refused row keeps the number it had.
 */
export function refuseTakenNumbers(
  rows: readonly MappedRow[],
  newest: ReadonlyMap<string, number>,
  around: PageSurroundings,
  refusals: Map<number, RowProblem>,
): void {
  const moving = new Map<string, number>();
  rows.forEach((row, index) => {
    if (row.ok && newest.get(row.draft.recordId) === index && !isStale(row.draft, around)) {
      moving.set(row.draft.recordId, index);
    }
  });

  for (let again = true; again; ) {
    again = false;
    const owners = new Map<string, { contactId: string; name: string }>();
    for (const [mobile, holder] of around.byMobile) {
      const index = moving.get(holder.contactId);
      const row = index === undefined ? undefined : rows[index];
      const leaves = row?.ok && !refusals.has(index!) && row.draft.mobile !== mobile;
      if (!leaves) owners.set(mobile, { contactId: holder.contactId, name: `${holder.firstName} ${holder.lastName}` });
    }
    for (const [recordId, index] of moving) {
      const row = rows[index]!;
      if (!row.ok || refusals.has(index)) continue;
      const owner = owners.get(row.draft.mobile);
      if (!owner) {
        owners.set(row.draft.mobile, { contactId: recordId, name: nameOf(row) });
      } else if (owner.contactId !== recordId) {
        refusals.set(index, numberTaken(row.draft.mobile, owner));
        again = true;
      }
    }
  }
}

function numberTaken(mobile: string, owner: { contactId: string; name: string }): RowProblem {
  return {
    code: 'phone_taken',
    column: 'Mobile number',
    value: mobile,
    message:
      `${showMobile(mobile)} already belongs to ${owner.name} (${owner.contactId}). ` +
      'A number belongs to one contact in a team. Correct one of the two.',
  };
}
