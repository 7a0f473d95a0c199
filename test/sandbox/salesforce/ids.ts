/**
 * Digits of Salesforce ids in ASCII order, so that comparing two 15-character ids byte by byte compares their numbers.
 */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const CHECK = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

const digitValue = new Int8Array(128).fill(-1);
for (let i = 0; i < DIGITS.length; i++) digitValue[DIGITS.charCodeAt(i)] = i;

/** The 18-character form of a 15-character id: three characters that tell which letters are upper case. */
export function toId18(id15: string): string {
  let suffix = '';
  for (let group = 0; group < 3; group++) {
    let bits = 0;
    for (let k = 0; k < 5; k++) {
      const code = id15.charCodeAt(group * 5 + k);
      if (code >= 65 && code <= 90) bits |= 1 << k;
    }
    suffix += CHECK[bits];
  }
  return id15 + suffix;
}

/** Base 62 with leading zeroes, `width` digits. */
export function toBase62(value: number, width: number): string {
  let text = '';
  let rest = value;
  for (let i = 0; i < width; i++) {
    text = DIGITS[rest % 62]! + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}

/** The number written by {@link toBase62}, or -1 when a character is no digit. */
export function fromBase62(text: string): number {
  let value = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = digitValue[text.charCodeAt(i)] ?? -1;
    if (digit < 0) return -1;
    value = value * 62 + digit;
  }
  return value;
}

/** True for 15 letters and digits, or 18 whose last three are the right checksum. */
export function isWellFormedId(id: string): boolean {
  if (!/^[0-9A-Za-z]+$/.test(id)) return false;
  if (id.length === 15) return true;
  return id.length === 18 && toId18(id.slice(0, 15)) === id;
}

/** First number of an org's ids; small numbers would look made up and hide mistakes in counting digits. */
const FIRST_NUMBER = 1_040_000;
const NUMBER_DIGITS = 7;

/** Writes and reads the ids of one object: key prefix, two instance characters, zeroes, number. */
export interface IdSeries {
  /** The 18-character id of the row. Ascending with the row. */
  idOf(row: number): string;
  /**
   * The row of a 15- or 18-character id, or -1 when the id is not of this series. Does not know how many rows exist.
   */
  rowOf(id: string): number;
}

/** Every two digits, and which of them are upper case as the checksum's two highest bits. */
const PAIRS = Array.from({ length: 62 * 62 }, (_none, n) => toBase62(n, 2));
const PAIR_BITS = Uint8Array.from(PAIRS, (pair) => CHECK.indexOf(toId18(`0000000000000${pair}`)[17]!));

/** What the ids of 3,844 neighbours share. Ids are the most written thing here, so their parts are kept. */
interface IdBlock {
  text: string;
  check: string;
  bits: number;
}

export function idSeries(keyPrefix: string, instance: string): IdSeries {
  const head = `${keyPrefix}${instance}`.padEnd(15 - NUMBER_DIGITS, '0');
  const blocks = new Map<number, IdBlock>();
  const blockOf = (high: number): IdBlock => {
    let block = blocks.get(high);
    if (!block) {
      const text = head + toBase62(high, NUMBER_DIGITS - 2);
      const whole = toId18(`${text}00`);
      block = { text, check: whole.slice(15, 17), bits: CHECK.indexOf(whole[17]!) };
      blocks.set(high, block);
    }
    return block;
  };
  return {
    idOf(row) {
      const number = FIRST_NUMBER + row;
      const low = number % PAIRS.length;
      const block = blockOf((number - low) / PAIRS.length);
      return `${block.text}${PAIRS[low]!}${block.check}${CHECK[block.bits | PAIR_BITS[low]!]!}`;
    },
    rowOf(id) {
      if (!id.startsWith(head) || !isWellFormedId(id)) return -1;
      const number = fromBase62(id.slice(head.length, 15));
      return number < FIRST_NUMBER ? -1 : number - FIRST_NUMBER;
    },
  };
}

/** The two characters that tell one sandbox org's ids from another's. */
export function instanceOf(seed: number): string {
  return `R${toBase62(((seed % 3844) + 3844) % 3844, 2)}`;
}
