import { DateTime } from 'luxon';
import { quotedValue } from './shownValue.ts';
import { EASTERN } from './times.ts';

/** A file's size as people read it: `4.8 MB`. */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  const units = ['KB', 'MB', 'GB', 'TB'];
  const exponent = Math.min(Math.floor(Math.log10(bytes) / 3), units.length);
  const value = bytes / 1000 ** exponent;
  return `${value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en-US')} ${units[exponent - 1]}`;
}

/** A name or a path inside a sentence: names are the server's own and may be any length. */
export function shownFile(name: string): string {
  return quotedValue(name);
}

/** An encoding as people know it. */
export function encodingName(encoding: string): string {
  return encoding === 'windows-1252' ? 'Windows-1252' : encoding.toUpperCase();
}

/**
 * What a file is called in the folder it is moved to: the time stands before the extension, in Eastern time, so that
 * the same name may come twice a day.
 * @param copy - from 2 on when the name is taken
 */
export function movedName(name: string, at: Date, copy = 1): string {
  const dot = name.lastIndexOf('.');
  const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  const time = DateTime.fromJSDate(at, { zone: EASTERN }).toFormat("yyyy-MM-dd'T'HHmm");
  return `${stem}_${time}${copy > 1 ? `-${copy}` : ''}${extension}`;
}
