import { mobileFromSearch } from '../../domain/phone.ts';
import { likePrefix } from './params.ts';

/**
 * What typed text may mean, one condition on `contact c` each; a contact that meets any of them is found. A text of
 * digits and the signs of telephone numbers is a number or an ID and no name; a text without digits is no ID.
 *
 * @param add - takes a value and gives its place in the statement
 */
export function contactMatches(text: string, add: (value: unknown) => string): string[] {
  const words = text.toLowerCase().replace(/\s+/g, ' ').trim();
  const matches: string[] = [];
  if (!/^[\s\d()+.-]+$/.test(text)) {
    matches.push(
      `lower(c.last_name) like ${add(likePrefix(words))}`,
      `lower(c.first_name) like ${add(likePrefix(words))}`,
    );
    for (const { first, last } of asFullName(words)) {
      matches.push(`lower(c.first_name) = ${add(first)} and lower(c.last_name) like ${add(likePrefix(last))}`);
    }
  }
  const mobile = mobileFromSearch(text);
  const range = mobile === null ? mobileRange(text) : null;
  if (mobile !== null) matches.push(`c.mobile = ${add(mobile)}`);
  if (range) matches.push(`c.mobile between ${add(range[0])} and ${add(range[1])}`);
  if (/^\S*\d\S*$/.test(text)) matches.push(`starts_with(c.contact_id, ${add(text)})`);
  return matches.length === 0 ? ['false'] : matches;
}

/** `maria l`, `maria del carmen lo` and `lopez, maria` as first and last name, in every way they can be split. */
function asFullName(words: string): { first: string; last: string }[] {
  const [last = '', first] = words.split(/\s*,\s*/);
  if (first !== undefined) return first === '' ? [{ first: '', last }] : [{ first, last }];
  const parts = words.split(' ');
  return parts
    .slice(1, 4)
    .map((_, index) => ({ first: parts.slice(0, index + 1).join(' '), last: parts.slice(index + 1).join(' ') }));
}

/**
 * The numbers that begin with the digits typed so far, as the first and the last of them: texts of one length and
 * shape, which every collation puts in the same order.
 */
function mobileRange(text: string): [string, string] | null {
  if (!/^[\s\d()+.-]+$/.test(text)) return null;
  const digits = text.replace(/\D/g, '').replace(/^1/, '');
  if (digits.length < 3 || digits.length > 9) return null;
  return [`+1${digits.padEnd(10, '0')}`, `+1${digits.padEnd(10, '9')}`];
}
