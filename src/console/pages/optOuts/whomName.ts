import type { Whom } from '../../../http/schemas/optOuts.ts';

/** What a person is called in sentences and names of buttons; their number when nobody has it. */
export function nameOf(whom: Whom): string {
  return whom.name ?? whom.mobileShown ?? 'an unknown number';
}
