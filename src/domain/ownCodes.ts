import type { RowCodeText } from './rowCodeTexts.ts';

/** Why a run, a preview or a write-back ended as it did, where neither a row nor the source is to blame. */
export const OWN_CODES: Readonly<Record<string, RowCodeText>> = {
  rows_short: {
    title: 'Fewer rows than announced',
    why: 'The source said how many rows it has and gave fewer. Records may have left it while it was read.',
    remedy: 'Run a full import to be sure that nothing is missing.',
  },
  internal: {
    title: 'A fault in Rollcall',
    why: 'Something in Rollcall itself went wrong. What was committed before is in; the rest was not read.',
    remedy: 'Run it again. If it happens again, report the ID of the run.',
  },
  preview_stopped: {
    title: 'Preview cut off',
    why: 'Rollcall was stopped while the preview was read. Nothing was stored.',
    remedy: 'Preview again.',
  },
  not_exchanged: {
    title: 'Preferences not exchanged',
    why: 'The opt-out field was taken out of the import’s settings before this was sent.',
    remedy: 'Choose the opt-out field again under Opt-out, then retry. The person’s state here stands.',
  },
  DISCONNECTED: {
    title: 'Disconnected before it was sent',
    why: 'The connection was ended while this waited, so nobody can send it any more.',
    remedy: 'Record the change in the source by hand. The contact’s texting preference here stays as it is.',
  },
};
