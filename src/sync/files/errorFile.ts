import type { Db } from '../../db/database.ts';
import { eachErrorRow, readErrorFileFacts } from '../../db/reads/errorRows.ts';
import { errorFileName, errorFileWriter } from '../../domain/errorFile.ts';

/** The rows in error of a run that read a file, to be corrected and imported again. */
export interface ErrorFile {
  readonly name: string;
  /** Some thousand rows each, never all at once. */
  readonly pieces: AsyncIterable<string>;
}

/** @returns null for a run that read no file */
export async function errorFileOf(db: Db, runId: string): Promise<ErrorFile | null> {
  const facts = await readErrorFileFacts(db, runId);
  if (!facts) return null;
  const writer = errorFileWriter(facts.headers, facts.delimiter);
  async function* pieces(): AsyncGenerator<string> {
    yield writer.beginning;
    for await (const rows of eachErrorRow(db, runId)) yield rows.map(writer.row).join('');
  }
  return { name: errorFileName(facts.name), pieces: pieces() };
}

/** As much of an error file as a mail may carry. */
export interface ErrorAttachment {
  readonly filename: string;
  readonly content: string;
  /** How many rows are in it. */
  readonly rows: number;
}

/** Most an attachment may have: what mail servers take without asking. */
export const ATTACHMENT_BYTES = 5_000_000;

/**
 * The error file as it is attached, at most so large: of a larger one the first rows.
 * @returns null when the run read no file, or no row of it was in error
 */
export async function errorAttachment(
  db: Db,
  runId: string,
  maxBytes = ATTACHMENT_BYTES,
): Promise<ErrorAttachment | null> {
  const facts = await readErrorFileFacts(db, runId);
  if (!facts) return null;
  const writer = errorFileWriter(facts.headers, facts.delimiter);
  const lines = [writer.beginning];
  let bytes = Buffer.byteLength(writer.beginning);
  const whole = (): ErrorAttachment | null => {
    const rows = lines.length - 1;
    return rows === 0 ? null : { filename: errorFileName(facts.name), content: lines.join(''), rows };
  };
  for await (const page of eachErrorRow(db, runId)) {
    for (const row of page) {
      const line = writer.row(row);
      bytes += Buffer.byteLength(line);
      if (bytes > maxBytes) return whole();
      lines.push(line);
    }
  }
  return whole();
}
