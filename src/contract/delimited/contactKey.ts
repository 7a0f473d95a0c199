import { cellValue } from './cells.ts';

/**
 * What two cells have in common exactly when they name the same contact: unwrapped, without what can't be seen, dashes
 * and quotation marks of every kind plain, a Salesforce ID of a contact or lead by its 15 characters in the case that
 * its suffix tells. Otherwise case counts. The mapping reads contact IDs in the same way; a test holds both together.
 *
 * @returns an empty key for a cell without an ID
 */
export function contactKey(cell: string): string {
  const id = PLAIN.test(cell) ? cell : plainId(cell);
  return id.length === 18 && OF_SALESFORCE.test(id) ? withCaseOf(id) : id;
}

/** Nearly every ID: nothing to take away. */
const PLAIN = /^[0-9A-Za-z_-]+$/;

/** A key prefix and a letter behind it: IDs of digits only are somebody else's. */
const OF_SALESFORCE = /^(?:003|00q)(?=\d*[a-z])[0-9a-z]{15}$/i;

function plainId(cell: string): string {
  const seen = cell
    .replace(/[\t-\r\u0085\u2028\u2029]+/g, ' ')
    .replace(/[\p{Cf}\p{Cc}]+/gu, '')
    .replace(/\p{Z}+/gu, ' ')
    .trim();
  return cellValue(seen)
    .replace(/[\u2010-\u2015\u2212\uff0d]/g, '-')
    .replace(/[\u2018\u2019\u201b]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .trim();
}

/** For each block of five characters one sign: bit i is set when character i is upper case. */
const SUFFIX_SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The first 15 characters; the whole ID when its suffix does not fit them, for then it names nobody. */
function withCaseOf(id: string): string {
  let repaired = '';
  for (let at = 0; at < 15; at++) {
    const bits = SUFFIX_SIGNS.indexOf(id[15 + Math.floor(at / 5)]!.toUpperCase());
    const isUpper = (bits & (1 << (at % 5))) !== 0;
    const sign = id[at]!;
    if (bits < 0 || (isUpper && !/[a-z]/i.test(sign))) return id;
    repaired += isUpper ? sign.toUpperCase() : sign.toLowerCase();
  }
  return repaired;
}
