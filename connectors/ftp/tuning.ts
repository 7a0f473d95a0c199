/** How much is read at once. One set for production; tests hand in a smaller one. */
export interface Tuning {
  /** Rows of one page that a pull gives. */
  readonly pageRows: number;
}

export const TUNING: Tuning = { pageRows: 2_000 };
