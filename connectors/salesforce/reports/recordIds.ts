const CHECK = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The three characters that follow a 15-character ID: the pattern of its capitals, five characters at a time. */
function checkOf(id15: string): string {
  let check = '';
  for (let group = 0; group < 15; group += 5) {
    let bits = 0;
    for (let i = 0; i < 5; i += 1) {
      const char = id15[group + i]!;
      if (char >= 'A' && char <= 'Z') bits |= 1 << i;
    }
    check += CHECK[bits]!;
  }
  return check;
}

/**
 * The 18-character form of a record ID.
 * @returns null when the text is no record ID, or one whose capitals don't match its check characters
 * @see https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/field_types.htm (ID field type)
 */
export function longId(text: unknown): string | null {
  if (typeof text !== 'string' || !/^[A-Za-z0-9]{15}([A-Z0-5]{3})?$/.test(text)) return null;
  const short = text.slice(0, 15);
  const whole = short + checkOf(short);
  return text.length === 15 || text === whole ? whole : null;
}

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const VALUES = new Map([...DIGITS].map((char, value) => [char, value]));

/**
 * Record IDs seen so far, 8 to 24 bytes each: half a million take about 10 MB, outside the JavaScript heap. A run keeps
 * every ID it read, so a set of strings would be several times the rest of its memory.
 */
export class IdSet {
  // The last eight characters as a number (62⁸ < 2⁵³), by the seven before them, which few records differ in.
  readonly #byPrefix = new Map<string, NumberSet>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** @returns whether the ID was not there before */
  add(id: string): boolean {
    const prefix = id.slice(0, 7);
    let numbers = this.#byPrefix.get(prefix);
    if (!numbers) this.#byPrefix.set(prefix, (numbers = new NumberSet()));
    const added = numbers.add(tailOf(id));
    if (added) this.#size += 1;
    return added;
  }

  has(id: string): boolean {
    return this.#byPrefix.get(id.slice(0, 7))?.has(tailOf(id)) ?? false;
  }
}

function tailOf(id: string): number {
  let number = 0;
  for (let i = 7; i < 15; i += 1) number = number * 62 + (VALUES.get(id[i]!) ?? 0);
  return number + 1;
}

/** Positive whole numbers in an open-addressed table; 0 marks a free place. */
class NumberSet {
  #places = new Float64Array(16);
  #used = 0;

  has(number: number): boolean {
    return this.#places[this.#placeOf(number)] === number;
  }

  add(number: number): boolean {
    const place = this.#placeOf(number);
    if (this.#places[place] === number) return false;
    this.#places[place] = number;
    this.#used += 1;
    if (this.#used * 3 > this.#places.length * 2) this.#grow();
    return true;
  }

  #placeOf(number: number): number {
    const mask = this.#places.length - 1;
    // Neighbouring IDs differ in their last characters only; the multiplication spreads them over the table.
    const low = Math.imul((number % 0x1_0000_0000) | 0, 0x9e37_79b1);
    const mixed = low ^ Math.imul((number / 0x1_0000_0000) | 0, 0x85eb_ca6b);
    let place = (mixed ^ (mixed >>> 15)) & mask;
    while (this.#places[place] !== 0 && this.#places[place] !== number) place = (place + 1) & mask;
    return place;
  }

  #grow(): void {
    const old = this.#places;
    this.#places = new Float64Array(old.length * 2);
    for (const number of old) {
      if (number !== 0) this.#places[this.#placeOf(number)] = number;
    }
  }
}
