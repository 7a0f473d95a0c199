import { parse } from 'csv-parse';
import { pipeline, type Readable } from 'node:stream';

/** Far above a record with every long text filled; keeps a quote that never closes from filling the memory. */
const MAX_RECORD_BYTES = 16 * 1024 * 1024;

/**
 * Reads CSV (RFC 4180: commas, LF between records, quotes around anything) record by record as it comes, the header
 * line first. Stopping early ends the stream behind it.
 *
 * @throws what the stream fails with; CsvError when quotes don't close or a record has another number of cells
 */
export function csvRecords(bytes: Readable): AsyncIterable<string[]> {
  const parser = parse({ recordDelimiter: '\n', maxRecordSize: MAX_RECORD_BYTES, bom: true });
  // Whoever reads the records meets the errors of the whole line of streams there.
  return pipeline(bytes, parser, () => undefined) as AsyncIterable<string[]>;
}
