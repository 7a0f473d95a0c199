import { ConnectorError } from '../../contract/errors.ts';
import { shownFile } from '../../domain/fileWords.ts';
import type { FileOptions } from '../../domain/sourceFile.ts';
import { easternTime } from '../../domain/times.ts';
import type { FolderLook } from './folderLook.ts';

const DAY_MS = 86_400_000;
/**
 * A file that comes every day is imported some time after its window began, and clocks are put forward once a year: a
 * run that begins a little less than a day after the last import ended is a day later.
 */
const SLACK_MS = 2 * 3_600_000;

/**
 * What there is to say of a run that finds no file to import.
 * @returns the note of a run that is none the worse for it
 * @throws ConnectorError `FILE_MISSING` when a new file was expected by now
 */
export function nothingToImport({ listing, state, imported }: FolderLook, options: FileOptions, now: Date): string {
  const ageMs = imported ? now.getTime() - imported.last.importedAt.getTime() : Infinity;
  if (imported && ageMs < options.expectedDays * DAY_MS - SLACK_MS) {
    return `No new file since ${shownFile(imported.last.name)}, imported ${easternTime(imported.last.importedAt)}.`;
  }
  const matching = listing.entries.filter((entry) => entry.kind === 'file' && entry.name.startsWith(state.prefix));
  const others = listing.entries.length;
  const begins = state.prefix === '' ? '' : ` begins with ${shownFile(state.prefix)}`;
  const where = shownFile(listing.folder);
  if (imported) {
    throw missing(
      `No new file in ${where}${begins} since ${shownFile(imported.last.name)}, imported ${easternTime(imported.last.importedAt)}. ` +
        'Check whether last night’s export ran.',
    );
  }
  if (matching.length > 0) {
    throw missing(
      `No file in ${where}${begins} and can be imported: what is there is empty, is not uploaded to the end, or could not be read. ` +
        'Check whether last night’s export ran.',
    );
  }
  const holds = others === 0 ? 'the folder is empty' : `the folder holds ${others} ${others === 1 ? 'other' : 'others'}`;
  throw missing(
    `No file in ${where}${begins}; ${holds}. ${begins === '' ? 'Check' : 'Check the prefix, or'} whether last night’s export ran.`,
  );
}

export function stillUploading(name: string): string {
  return `${shownFile(name)} has kept changing for an hour, so it can’t be told to be whole. Nothing was read. See whether its upload hangs.`;
}

function missing(message: string): ConnectorError {
  return new ConnectorError('FILE_MISSING', message, { kind: 'never' });
}
