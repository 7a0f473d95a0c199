import type { ConsentCause } from '../../../domain/contact.ts';
import type { ConsentEvidence } from '../consentHistory.ts';

/** How somebody said that they want no more messages, in one sentence without its full stop. */
export function saidSentence(event: {
  readonly cause: ConsentCause;
  readonly actor: string;
  readonly evidence: ConsentEvidence;
}): string {
  const { message, reason, rule, decidedBy, wrongNumber, field } = event.evidence;
  switch (event.cause) {
    case 'stop_message':
    case 'start_message': {
      if (rule === 'number_stopped') return 'Their number had texted STOP before';
      if (message === undefined) return 'Texted STOP';
      if (decidedBy === undefined) return `Texted “${message}”`;
      return `Texted “${message}”; ${decidedBy} decided that it means ${wrongNumber === true ? 'a wrong number' : 'STOP'}`;
    }
    case 'staff':
    case 'api':
      return `${event.actor} opted them out${reason === undefined ? '' : `: “${reason}”`}`;
    case 'import':
      return `The source said so${field ? ` in ${field}` : ''}`;
  }
}
