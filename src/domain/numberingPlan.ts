import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/**
 * What is unusual about a ten-digit number by the North American Numbering Plan, as a sentence; null when nothing is.
 * A warning and no refusal: the plan grows, and the numbers people use in examples are often outside it.
 */
export function numberingPlanWarning(digits: string): string | null {
  const area = codeAt(digits, 0);
  const exchange = codeAt(digits, 3);
  // Two numbers decide nearly every case without a string being made.
  if (exchange >= 200 && exchange % 100 !== 11 && areaNote(area) === null) {
    return isPlaceholder(digits) ? unusual(digits, 'all its digits are the same') : null;
  }
  if (isPlaceholder(digits)) return unusual(digits, 'all its digits are the same');
  const note = areaNote(area);
  if (note !== null) return unusual(digits, note);
  const words = `its exchange, ${digits.slice(3, 6)}`;
  return unusual(digits, exchange < 200 ? `${words}, starts with ${digits[3]}` : `${words}, is a service code`);
}

function unusual(digits: string, why: string): string {
  const shown = `1-${digits.slice(0, 3)}-${digits.slice(3, 6)}-${digits.slice(6)}`;
  return `Mobile number ${shown} is unusual: ${why}. It is imported as it is. Check it in the source.`;
}

/** Three digits as a number from 0 to 999. */
function codeAt(digits: string, start: number): number {
  const digit = (at: number) => digits.charCodeAt(at) - 48;
  return digit(start) * 100 + digit(start + 1) * 10 + digit(start + 2);
}

function isPlaceholder(digits: string): boolean {
  const first = digits.charCodeAt(0);
  for (let i = 1; i < digits.length; i++) if (digits.charCodeAt(i) !== first) return false;
  return true;
}

/** By area code; asking the library costs 12 µs, so each of the thousand answers is kept. */
const areaNotes = new Array<string | null | undefined>(1000);

function areaNote(area: number): string | null {
  let note = areaNotes[area];
  if (note === undefined) {
    note = readAreaNote(area);
    areaNotes[area] = note;
  }
  return note;
}

function readAreaNote(area: number): string | null {
  const code = String(area).padStart(3, '0');
  if (area < 200) return `its area code, ${code}, starts with ${code[0]}`;
  if (area % 100 === 11) return `its area code, ${code}, is a service code`;
  // Some new area codes have only part of their exchanges in use, so several are tried.
  for (const exchange of ['555', '234', '723', '846']) {
    switch (parsePhoneNumberFromString(`+1${code}${exchange}0123`)?.getType()) {
      case undefined:
        break;
      case 'TOLL_FREE':
        return `${code} is toll-free`;
      case 'PREMIUM_RATE':
        return `${code} is a premium-rate code`;
      case 'PERSONAL_NUMBER':
        return `${code} is for personal numbering services, not mobile phones`;
      default:
        return null;
    }
  }
  return `its area code, ${code}, is not in use`;
}
