/**
 * A source of files: a folder, and what the names of its files begin with. As an ID it is both with a slash between
 * them: `/rollcall/imports/StudentData`, or `/rollcall/imports/` for every file.
 */
export interface FileSource {
  /** Absolute, without a slash at its end unless it is the root. */
  readonly folder: string;
  /** May be empty; holds no slash. */
  readonly prefix: string;
}

/** Cuts a source's ID behind its last slash. One that does not begin with a slash counts from the root. */
export function readSourceId(sourceId: string): FileSource {
  const cut = sourceId.lastIndexOf('/');
  const folder = sourceId.slice(0, Math.max(cut, 0));
  return { folder: folder.startsWith('/') ? folder : `/${folder}`, prefix: sourceId.slice(cut + 1) };
}

/** The path of an entry of a folder. */
export function pathIn(folder: string, name: string): string {
  return folder === '/' ? `/${name}` : `${folder}/${name}`;
}

/** The folder an absolute path lies in. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 1));
}

/**
 * An absolute path with single slashes, none at its end, and no `.` or `..`; null when it is not absolute or holds
 * something that no path can. Servers resolve links, so `..` is refused rather than resolved.
 */
export function cleanFolder(path: string): string | null {
  if (!path.startsWith('/') || hasControls(path)) return null;
  const steps = path.split('/').filter((step) => step !== '');
  return steps.some((step) => step === '.' || step === '..') ? null : `/${steps.join('/')}`;
}

/** Characters that end a line or a command where paths and names are sent as text. */
export function hasControls(text: string): boolean {
  return /\p{Cc}/u.test(text);
}

/** As people see the source: `StudentData… in /rollcall/imports`. */
export function sourceName({ folder, prefix }: FileSource): string {
  return prefix === '' ? `All files in ${folder}` : `${prefix}… in ${folder}`;
}

/** Which files it selects, in words. */
export function filterInWords({ prefix }: FileSource, which: 'newest' | 'all'): string {
  const files = prefix === '' ? 'All files' : `Files whose names begin with ${prefix}`;
  return `${files}; ${which === 'all' ? 'every one, oldest first' : 'the newest one'}`;
}

/** A name or a path inside a sentence: one line of at most 60 characters, whatever a server calls its files. */
export function shown(text: string): string {
  const points = [...text.toWellFormed().replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')];
  return points.length <= 60 ? points.join('') : `${points.slice(0, 59).join('')}…`;
}
