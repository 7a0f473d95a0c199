import type { Cell, SourceFieldType, SourceRow } from '../../../src/contract/sources.ts';
import { ConnectorError } from '../../../src/contract/errors.ts';
import type { RecordType } from '../../../src/domain/contact.ts';
import { fieldType, type ObjectDescribe } from '../describe.ts';
import { badRow, goneBecause, readInstant } from '../rows.ts';
import { selectedFields } from '../viewQuery.ts';

/** Reads the records of one bulk query: the header line once for each page of results, then rows. */
export interface BulkReader {
  /** @throws ConnectorError `BAD_ANSWER` when the columns are not the ones asked for */
  readonly checkHeader: (record: readonly string[]) => void;
  /** @throws ConnectorError `BAD_ANSWER` when a value is not of its field's type */
  readonly toRow: (record: readonly string[]) => SourceRow;
}

type ReadCell = (text: string) => Cell;

/**
 * In bulk results everything is text and nothing is the empty text. Each value becomes what the query resource gives
 * for it, so that a row is the same whichever way it came.
 */
const READ: Record<SourceFieldType, ReadCell> = {
  // Whole numbers are seen as `1.0`.
  number: (text) => (text === '' ? null : numberOf(text)),
  checkbox: (text) => (text === '' ? null : truthOf(text)),
  datetime: (text) => (text === '' ? null : text.replace(/Z$/, '+0000')),
  text: textOf,
  phone: textOf,
  email: textOf,
  url: textOf,
  date: textOf,
  picklist: textOf,
  multipicklist: textOf,
  id: textOf,
  column: textOf,
  other: textOf,
};

function textOf(text: string): Cell {
  return text === '' ? null : text;
}

function numberOf(text: string): number {
  const value = Number(text);
  if (Number.isNaN(value)) throw badValue();
  return value;
}

function truthOf(text: string): boolean {
  if (text !== 'true' && text !== 'false') throw badValue();
  return text === 'true';
}

/**
 * Makes the reader for a pull's columns.
 *
 * @returns null when a field has no plain value (addresses and places, which bulk queries refuse) or a type that is not
 * known here, such as another record's
 */
export function bulkReader(
  recordType: RecordType,
  fields: readonly string[],
  describe: ObjectDescribe,
): BulkReader | null {
  const columns = selectedFields(recordType, fields).map((name) => name.toLowerCase());
  const types = columns.map((name) => fieldType(describe, name));
  if (types.includes(null)) return null;
  const at = (name: string): number => columns.indexOf(name.toLowerCase());
  const cells = fields.map((name) => [at(name), READ[types[at(name)]!]] as const);
  const [id, stamp, deleted, converted] = [at('Id'), at('SystemModstamp'), at('IsDeleted'), at('IsConverted')];
  return {
    checkHeader(record) {
      const same = record.length === columns.length && record.every((name, i) => name.toLowerCase() === columns[i]);
      if (!same) throw badAnswer('gave other columns than were asked for');
    },
    toRow(record) {
      const values = new Array<Cell>(cells.length);
      for (let i = 0; i < cells.length; i += 1) {
        const [column, read] = cells[i]!;
        values[i] = read(record[column]!);
      }
      const recordId = record[id]!;
      if (recordId === '') throw badRow();
      return {
        recordId,
        modifiedAt: readInstant(record[stamp]),
        values,
        gone: goneBecause(recordType, record[deleted] === 'true', record[converted] === 'true'),
      };
    },
  };
}

function badValue(): ConnectorError {
  return badAnswer('gave a value that is not of its field’s type');
}

function badAnswer(what: string): ConnectorError {
  return new ConnectorError('BAD_ANSWER', `Salesforce’s bulk results can’t be read: it ${what}.`, {
    kind: 'after',
    delayMs: 60_000,
  });
}
