import type { OptOutMapping } from './mappingTypes.ts';
import { namesOf, wordsOf } from './sourceField.ts';
import type { MappableField } from './sourceField.ts';

/**
 * The field that most likely carries texting preference: a checkbox before a picklist, one that names texting before
 * one that names no channel. A field about e-mail, calls or post is never taken, and consent counts only when it is
 * consent to texting: taken wrongly, it would opt out everybody who hasn't ticked it.
 */
export function suggestOptOut(fields: readonly MappableField[]): OptOutMapping | null {
  const usable = fields.filter((field) => field.writable && !field.calculated && field.apiName !== null);
  const checkboxes = usable.filter((field) => field.type === 'checkbox');
  const picklists = usable.filter((field) => field.type === 'picklist');
  return (
    firstOf(checkboxes, (field) => checkbox(field, true)) ??
    firstOf(picklists, (field) => picklist(field)) ??
    firstOf(checkboxes, (field) => checkbox(field, false)) ??
    firstOf(fields, (field) => column(field, true)) ??
    firstOf(fields, (field) => column(field, false))
  );
}

function firstOf(
  fields: readonly MappableField[],
  read: (field: MappableField) => OptOutMapping | null,
): OptOutMapping | null {
  for (const field of fields) {
    const mapping = read(field);
    if (mapping !== null) return mapping;
  }
  return null;
}

const TEXTING = /\b(?:sms|mms|texts?|texting|mobile)\b/;
const OTHER_CHANNEL = /\b(?:e ?mails?|mail|mailing|fax|calls?|calling|voice|post|postal|newsletter|whatsapp|phone)\b/;
const OUT =
  /\b(?:(?:opt|opts|opted) ?out|(?:do not|don t|dont|no|stop) (?:send )?(?:texts?|texting|sms)|unsubscribed?)\b/;
const IN = /\b(?:(?:opt|opts|opted) ?in|consent(?:ed|s)?|permission|ok to text|may text|can text|agrees?|subscribed)\b/;

type Sense = 'opted_out' | 'opted_in';

/** What the field speaks of, and whether it names texting; null when it is about something else. */
function senseOf(field: MappableField): { readonly sense: Sense | null; readonly texting: boolean } | null {
  const words = namesOf(field).join(' | ');
  const texting = TEXTING.test(words);
  if (!texting && OTHER_CHANNEL.test(words)) return null;
  const sense = OUT.test(words) ? 'opted_out' : IN.test(words) ? 'opted_in' : null;
  return sense === 'opted_in' && !texting ? null : { sense, texting };
}

function checkbox(field: MappableField, mustNameTexting: boolean): OptOutMapping | null {
  const about = senseOf(field);
  if (about === null || about.sense === null || (mustNameTexting && !about.texting)) return null;
  return { kind: 'checkbox', field: field.name, ticked: about.sense };
}

/** A column of a file that says who has opted out, in the words such files have. */
function column(field: MappableField, mustNameTexting: boolean): OptOutMapping | null {
  const about = field.type === 'column' ? senseOf(field) : null;
  if (about?.sense !== 'opted_out' || (mustNameTexting && !about.texting)) return null;
  return { kind: 'picklist', field: field.name, optedInValue: 'false', optedOutValue: 'true', empty: 'keep' };
}

const OUT_VALUE =
  /^(?:(?:opt|opted)? ?out|(?:no|do not|don t) (?:texts?|texting|sms)|unsubscribed?|stop(?:ped)?|declined|revoked)$/;
const IN_VALUE = /^(?:(?:opt|opted)? ?in|ok|okay|(?:ok to|may|can) text|texts?|text ok|subscribed?|consented|granted)$/;

function picklist(field: MappableField): OptOutMapping | null {
  const about = senseOf(field);
  if (about === null || (about.sense === null && !about.texting)) return null;
  const optedOut = field.values.filter(({ value }) => meaning(value, about.sense) === 'opted_out');
  const optedIn = field.values.filter(({ value }) => meaning(value, about.sense) === 'opted_in');
  const [out, into] = [optedOut[0], optedIn[0]];
  if (out === undefined || into === undefined || optedOut.length > 1 || optedIn.length > 1) return null;
  return { kind: 'picklist', field: field.name, optedInValue: into.value, optedOutValue: out.value, empty: 'keep' };
}

/** Yes and no mean what the field's name makes of them; other words speak for themselves. */
function meaning(value: string, sense: Sense | null): Sense | null {
  const words = wordsOf(value);
  if (OUT_VALUE.test(words)) return 'opted_out';
  if (IN_VALUE.test(words)) return 'opted_in';
  const yes = words === 'yes' || words === 'y' || words === 'true';
  if (!yes && words !== 'no' && words !== 'n' && words !== 'false') return null;
  return yes === (sense === 'opted_out') ? 'opted_out' : 'opted_in';
}
