import type { Due } from './optOuts/due.ts';

/** Something that waits for a person, with the one next step. */
export interface NeedsPerson {
  readonly id: string;
  readonly kind:
    | 'dead_letter'
    | 'conflict'
    | 'broken_authorization'
    | 'failed_run'
    | 'row_errors'
    | 'missed_window'
    | 'question'
    | 'certificate_expiring'
    | 'review'
    | 'late'
    | 'writes_failing'
    | 'drift'
    | 'file_stays';
  readonly sentence: string;
  readonly since: string;
  /** By when it has to be done, for what has a clock. */
  readonly due: Due | null;
  /** Under the team's address in the console. */
  readonly link: string;
  readonly action: string;
}

/** As many as a page can show; the total counts all. */
export interface Needs {
  readonly items: NeedsPerson[];
  readonly total: number;
}

export const AT_MOST = 50;
