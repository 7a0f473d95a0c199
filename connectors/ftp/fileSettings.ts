import type { FieldProblem, FilesCheck } from '../../src/contract/connector.ts';
import type { FileOptions } from '../../src/domain/sourceFile.ts';
import { cleanFolder, hasControls, pathIn, readSourceId } from './sourceId.ts';

const WHICH: readonly FileOptions['which'][] = ['newest', 'all'];
const DELIMITERS: readonly FileOptions['delimiter'][] = ['comma', 'tab'];
const ENCODINGS: readonly FileOptions['encoding'][] = ['detect', 'utf-8', 'utf-16le', 'utf-16be', 'windows-1252'];
const AFTER: readonly FileOptions['after'][] = ['move', 'delete', 'leave'];

const MAX_PATH = 1_024;

/**
 * Checks where files lie and how they are chosen, read and put away, and tidies up what was typed.
 * @param sourceId - folder and prefix, see `FileSource`
 * @param input - every option of `FileOptions`
 */
export function checkFiles(sourceId: string, input: Readonly<Record<string, unknown>>): FilesCheck {
  const problems: FieldProblem[] = [];
  const choose = <T>(name: string, known: readonly T[]): T | undefined => {
    const found = known.find((one) => one === input[name]);
    if (found === undefined) {
      problems.push({ field: `files.${name}`, message: `Choose one of ${known.join(', ')}.` });
    }
    return found;
  };
  const count = (name: string, from: number, to: number, what: string): number => {
    const value = input[name];
    if (typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to) return value;
    problems.push({ field: `files.${name}`, message: `${what} is not a whole number from ${from} to ${to}. Enter one.` });
    return from;
  };

  const source = checkSource(sourceId);
  if ('problem' in source) problems.push({ field: 'source', message: source.problem });
  const which = choose('which', WHICH);
  const delimiter = choose('delimiter', DELIMITERS);
  const encoding = choose('encoding', ENCODINGS);
  const after = choose('after', AFTER);
  const target = after === 'move' ? checkTarget(input['moveTo'], 'folder' in source ? source.folder : null) : null;
  if (target && 'problem' in target) problems.push({ field: 'files.moveTo', message: target.problem });
  const moveTo = target && 'moveTo' in target ? target.moveTo : null;
  const quietSeconds = count('quietSeconds', 0, 3_600, 'Quiet time, in seconds,');
  const expectedDays = count('expectedDays', 1, 31, 'Days between files');
  const sampleHeaders = readHeaders(input['sampleHeaders']);
  if (sampleHeaders === undefined) {
    problems.push({ field: 'files.sampleHeaders', message: 'Headers can’t be read. Load them from the file again.' });
  }
  if (problems.length > 0 || 'problem' in source) return { ok: false, problems };
  if (!which || !delimiter || !encoding || !after || sampleHeaders === undefined) return { ok: false, problems };
  return {
    ok: true,
    sourceId: pathIn(source.folder, source.prefix),
    options: { which, delimiter, encoding, after, moveTo, quietSeconds, expectedDays, sampleHeaders },
  };
}

type Place = { readonly folder: string; readonly prefix: string } | { readonly problem: string };

function checkSource(sourceId: string): Place {
  if (!sourceId.trim().startsWith('/')) {
    return { problem: 'File path does not begin with a slash. Enter the whole path, such as /rollcall/imports.' };
  }
  const { folder: typed, prefix } = readSourceId(sourceId.trim());
  const folder = cleanFolder(typed);
  if (folder === null) {
    return { problem: 'File path has . or .. or a line break in it. Enter the whole path, such as /rollcall/imports.' };
  }
  if (hasControls(prefix)) return { problem: 'File name prefix has a line break in it. Enter it again.' };
  if (prefix === '.' || prefix === '..') return { problem: 'No file name begins like that. Enter another prefix.' };
  if (pathIn(folder, prefix).length > MAX_PATH) return { problem: `File path is longer than ${MAX_PATH} characters.` };
  return { folder, prefix };
}

function checkTarget(typed: unknown, from: string | null): { readonly moveTo: string } | { readonly problem: string } {
  const path = typeof typed === 'string' ? typed.trim() : '';
  if (path === '') return { problem: 'No folder is entered. Enter where imported files go, such as /rollcall/imported.' };
  const moveTo = cleanFolder(path);
  if (moveTo === null || moveTo.length > MAX_PATH) {
    return { problem: 'This is not a whole path. Enter one that begins with a slash, such as /rollcall/imported.' };
  }
  if (moveTo === from) {
    return { problem: 'This is the folder files are imported from, so a moved file would be found again. Enter another.' };
  }
  return { moveTo };
}

/** Null when there are none; undefined when they are no list of headers. */
function readHeaders(value: unknown): readonly string[] | null | undefined {
  if (value === null || value === undefined) return null;
  if (!Array.isArray(value)) return undefined;
  const headers = value.filter((one): one is string => typeof one === 'string');
  return headers.length === value.length ? headers : undefined;
}
