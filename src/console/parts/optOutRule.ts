import type { OptOutMapping, SourceField } from '../../http/schemas/index.ts';

const EMPTY_WORDS = {
  opted_in: 'empty means they may be texted',
  opted_out: 'empty means they have opted out',
  keep: 'empty keeps what we have',
} as const;

/** The opt-out rule as a person reads it; what is not picked yet stands as an ellipsis. */
export function optOutSentence(mapping: OptOutMapping): string {
  if (mapping.kind === 'checkbox') {
    return mapping.ticked === 'opted_out'
      ? 'A ticked box means the person has opted out. An empty box means they may be texted.'
      : 'A ticked box means the person may be texted. An empty box means they have opted out.';
  }
  const out = quoted(mapping.optedOutValue);
  const back = quoted(mapping.optedInValue);
  return `${out} means opted out, ${back} means they may be texted, ${EMPTY_WORDS[mapping.empty]}, anything else is an error in that row.`;
}

/** What a write-back will send to the CRM, in words. */
export function writeBackSentence(mapping: OptOutMapping, crm: string): string {
  if (mapping.kind === 'checkbox') {
    const [out, back] = mapping.ticked === 'opted_out' ? ['ticks', 'clears'] : ['clears', 'ticks'];
    return `When somebody opts out, Rollcall ${out} ${mapping.field} on their record in ${crm}; opting in again ${back} it.`;
  }
  return `When somebody opts out, Rollcall sets ${mapping.field} to ${quoted(mapping.optedOutValue)} on their record in ${crm}; opting in again sets ${quoted(mapping.optedInValue)}.`;
}

/** The other way round: what meant opted out means opted in. */
export function turnedRound(mapping: OptOutMapping): OptOutMapping {
  if (mapping.kind === 'checkbox')
    return { ...mapping, ticked: mapping.ticked === 'opted_out' ? 'opted_in' : 'opted_out' };
  const empty = mapping.empty === 'keep' ? 'keep' : mapping.empty === 'opted_in' ? 'opted_out' : 'opted_in';
  return { ...mapping, optedInValue: mapping.optedOutValue, optedOutValue: mapping.optedInValue, empty };
}

/** The fields that can carry texting preference. */
export function optOutFields(fields: readonly SourceField[]): readonly SourceField[] {
  return fields.filter(({ type }) => type === 'checkbox' || type === 'picklist' || type === 'column');
}

/**
 * A first mapping for a field somebody just picked. A picklist's values are taken where their words are plain and
 * left empty (`''`) otherwise: a wrong guess here would text people who said no.
 */
export function startMapping(field: SourceField): OptOutMapping {
  if (field.type === 'checkbox') {
    return { kind: 'checkbox', field: field.name, ticked: soundsPermissive(field) ? 'opted_in' : 'opted_out' };
  }
  if (field.type === 'column') {
    const [optedInValue, optedOutValue] = soundsPermissive(field) ? ['true', 'false'] : ['false', 'true'];
    return { kind: 'picklist', field: field.name, optedInValue, optedOutValue, empty: 'keep' };
  }
  const out = field.values.filter(({ value }) => /opt(ed)?[ -]?out|stop|do not|no text|unsubscribe/i.test(value));
  const back = field.values.filter(
    ({ value }) => !out.some((one) => one.value === value) && /opt(ed)?[ -]?in|^ok$|^yes$|allow/i.test(value),
  );
  return {
    kind: 'picklist',
    field: field.name,
    optedInValue: back.length === 1 ? (back[0]?.value ?? '') : '',
    optedOutValue: out.length === 1 ? (out[0]?.value ?? '') : '',
    empty: 'keep',
  };
}

/** `May text`, `SMS consent`, `Opted in`: a tick that means yes. */
function soundsPermissive(field: SourceField): boolean {
  const words = `${field.name} ${field.label}`.replaceAll('_', ' ').replace(/([a-z])([A-Z])/g, '$1 $2');
  return (
    /\b(may|can|ok|allow\w*|consent\w*|opt(ed)? ?in)\b/i.test(words) && !/\b(not|no|opt(ed)? ?out|stop)\b/i.test(words)
  );
}

const TRUE_WORDS = ['true', 'yes', 'y', '1'];
const FALSE_WORDS = ['false', 'no', 'n', '0'];

/** Whether both values are words for true and false, of which files may hold any. */
export function isTrueOrFalse(mapping: OptOutMapping): boolean {
  if (mapping.kind === 'checkbox') return false;
  const [out, back] = [mapping.optedOutValue.toLowerCase(), mapping.optedInValue.toLowerCase()];
  return (
    (TRUE_WORDS.includes(out) && FALSE_WORDS.includes(back)) || (FALSE_WORDS.includes(out) && TRUE_WORDS.includes(back))
  );
}

/** Whether every value a rule needs is picked. */
export function isComplete(mapping: OptOutMapping): boolean {
  return (
    mapping.kind === 'checkbox' ||
    (mapping.optedInValue !== '' && mapping.optedOutValue !== '' && mapping.optedInValue !== mapping.optedOutValue)
  );
}

function quoted(value: string): string {
  return value === '' ? '…' : `‘${value}’`;
}
