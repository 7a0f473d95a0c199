/**
 * One address of somebody to be told. Display names, lists and line breaks are refused: an address goes into a mail's
 * header as it stands.
 * @returns a sentence saying what is wrong, or null
 */
export function addressProblem(address: string): string | null {
  if (address === '') return 'An address is empty. Remove it, or enter one.';
  if (address.length > 254) return 'An address is longer than 254 characters. Correct it.';
  if (/[,;\s]/.test(address))
    return `“${address.slice(0, 60)}” holds a space, comma or line break. Enter one address at a time, without a name.`;
  if (!ADDRESS.test(address))
    return `“${address.slice(0, 60)}” is not an e-mail address. It needs a name, an @ and a domain, as in admissions@riverside.edu.`;
  return null;
}

/**
 * Dot-separated words on both sides; what real addresses look like, not all that RFC 5321 allows (quotes, literals).
 */
const ADDRESS =
  /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i;
