/** One line of the table: a measured value and what it must reach. */
export interface Figure {
  readonly measure: string;
  /** Where it stands in the JSON, e.g. `firstImport.shareOfMerge`. */
  readonly key: string;
  readonly value: number;
  readonly mustReach: string;
  readonly reached: boolean;
}

export interface Measured {
  /** Everything measured, under the bench's name in the JSON. */
  readonly values: Readonly<Record<string, number>>;
  readonly figures: readonly Figure[];
  readonly versions?: Readonly<Record<string, string>>;
}

export function atLeast(measure: string, key: string, value: number, limit: number): Figure {
  return { measure, key, value, mustReach: `≥ ${limit}`, reached: value >= limit };
}

export function atMost(measure: string, key: string, value: number, limit: number, unit = ''): Figure {
  return { measure, key, value, mustReach: `≤ ${limit}${unit && ` ${unit}`}`, reached: value <= limit };
}

/** To three significant digits, whole from a hundred on. */
export function rounded(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}

export function printTable(figures: readonly Figure[]): void {
  const rows = [
    ['measure', 'key', 'measured', 'must reach', ''],
    ...figures.map((figure) => [
      figure.measure,
      figure.key,
      String(figure.value),
      figure.mustReach,
      figure.reached ? 'ok' : 'MISSED',
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  for (const row of rows) console.log(row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ').trimEnd());
}
