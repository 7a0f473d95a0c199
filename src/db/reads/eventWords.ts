import { readKeyword } from '../../domain/keywords.ts';
import type { ConsentEventRow } from './consentHistory.ts';

/** An event of the ledger, as far as words need it. */
export type WordedEvent = Pick<ConsentEventRow, 'change' | 'cause' | 'actor' | 'occurred_at' | 'evidence'> & {
  readonly to_team?: string | null;
};

const CHANGED = {
  opted_out: 'Opted out',
  opted_in: 'Opted in',
  paused: 'Texting paused',
  resumed: 'Texting resumed',
} as const;

/** An event in one sentence, without its full stop: `Opted out by text “Stop pls”, read as STOP` */
export function eventSentence(event: WordedEvent): string {
  const what = CHANGED[event.change];
  const { message, reason, consentGiven } = event.evidence;
  switch (event.cause) {
    case 'stop_message':
    case 'start_message':
      return `${what}${spoken(event)}${toWhere(event)}`;
    case 'reply':
      return `${what}: “${message ?? ''}” may mean STOP${toWhere(event)}`;
    case 'staff':
    case 'api': {
      if (event.change === 'resumed' && message !== undefined)
        return `${what}: ${event.actor} decided that “${message}” does not mean STOP`;
      const given = consentGiven === undefined ? '' : `. Consent was given: “${consentGiven}”`;
      return `${what} by ${event.actor}${reason === undefined ? '' : `: “${reason}”`}${given}`;
    }
    case 'import':
      return `${what}${importWords(event)}`;
  }
}

function spoken({ cause, evidence }: WordedEvent): string {
  const { message, rule } = evidence;
  if (rule === 'number_stopped') return ': this number had texted STOP before';
  const word = cause === 'stop_message' ? 'STOP' : 'START';
  if (message === undefined) return ` by text, read as ${word}`;
  return ` by text “${message}”${readingWords({ cause, evidence })}`;
}

/** By what a message was read as what it was, from its comma on; empty for a keyword typed exactly. */
export function readingWords({ cause, evidence }: Pick<WordedEvent, 'cause' | 'evidence'>): string {
  const { message = '', reading = '', decidedBy, wrongNumber } = evidence;
  const word = cause === 'stop_message' ? 'STOP' : 'START';
  if (decidedBy !== undefined)
    return `; ${decidedBy} decided that it ${wrongNumber === true ? 'came from a wrong number' : `means ${word}`}`;
  if (reading === 'provider') return `, read as ${word} by the provider`;
  if (reading !== '' && reading !== 'keyword') return `, read as ${word} because of “${reading}”`;
  return message === word && readKeyword(message) !== null ? '' : `, read as ${word}`;
}

function toWhere(event: WordedEvent): string {
  const scope = scopeWords(event);
  return scope === '' ? '' : `, to ${scope}`;
}

/** Why a message to a number of another team counts here; empty for a number that counts in its own team alone. */
export function scopeWords({ evidence: { scope }, to_team: team }: Pick<WordedEvent, 'evidence' | 'to_team'>): string {
  if (scope === undefined) return '';
  const number = team ? `a number of ${team},` : 'a number';
  return `${number} ${scope === 'organisation' ? 'whose STOP counts in every team' : 'whose inbox several teams share'}`;
}

function importWords({ actor, evidence: { field, row, line, auditId } }: WordedEvent): string {
  if (auditId !== undefined)
    return ` by a drift audit: the CRM said so${field ? ` in ${field}` : ''}, and ${actor} recorded it`;
  const place = line !== undefined ? `line ${line} of its file` : row !== undefined ? `row ${row} of its run` : '';
  const where = [field ? `in ${field}` : '', place]
    .filter((part) => part !== '')
    .join(', ');
  return ` by an import: ${actor} said so${where === '' ? '' : ` ${where}`}`;
}

/** By which form of words a message counted, or whose decision it was, as a sentence; empty without a message. */
export function formOfWords({ cause, evidence }: Pick<WordedEvent, 'cause' | 'evidence'>): string {
  const { message, reading, decidedBy, wrongNumber } = evidence;
  if (message === undefined) return '';
  if (decidedBy !== undefined) {
    if (cause === 'staff') return `${decidedBy} decided in the review queue that it does not mean STOP.`;
    const what = wrongNumber === true ? 'came from a wrong number' : 'means STOP';
    return `${decidedBy} decided in the review queue that it ${what}.`;
  }
  if (cause === 'reply') return `“${reading ?? message}” may mean STOP, which a person has to decide.`;
  const word = cause === 'stop_message' ? 'STOP' : 'START';
  if (reading === 'provider') return `The provider told us that it means ${word}.`;
  if (reading === undefined || reading === 'keyword') return `A keyword that carriers define, read as ${word}.`;
  return `The words “${reading}”, read as ${word}.`;
}
