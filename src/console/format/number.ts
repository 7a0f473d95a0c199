/** Numbers as people read them. An unknown one is an en dash, never 0. */

const grouped = new Intl.NumberFormat('en-US');

/** `48,210`; `–` when it is not known. */
export function count(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : grouped.format(value);
}

/** `1 row`, `48,210 rows`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${grouped.format(value)} ${value === 1 ? one : many}`;
}

/** `0.03 %` of a whole; `–` of nothing. */
export function share(part: number, whole: number): string {
  if (whole === 0) return '–';
  const percent = (part / whole) * 100;
  const digits = percent === 0 || percent >= 10 ? 0 : percent >= 1 ? 1 : percent >= 0.01 ? 2 : 3;
  return `${percent.toFixed(digits)} %`;
}

/** `812 bytes`, `48 KB`, `4.8 MB`. */
export function byteSize(bytes: number): string {
  if (bytes < 1000) return counted(bytes, 'byte');
  const unit = bytes < 999_500 ? 'KB' : bytes < 999_950_000 ? 'MB' : 'GB';
  const value = bytes / { KB: 1e3, MB: 1e6, GB: 1e9 }[unit];
  return `${value < 10 && unit !== 'KB' ? value.toFixed(1) : grouped.format(Math.round(value))} ${unit}`;
}

/** `0.4 s`, `12 s`, `1 min 12 s`, `2 h 5 min`. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return joined(Math.floor(whole / 60), 'min', whole % 60, 's');
  return joined(Math.floor(whole / 3600), 'h', Math.floor((whole % 3600) / 60), 'min');
}

function joined(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}
