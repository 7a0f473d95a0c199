import { createHash } from 'node:crypto';
import type { Evidence } from '../db/reads/evidence.ts';
import { showMobile } from '../domain/phone.ts';
import { easternTime } from '../domain/times.ts';

const STYLE = `
body { font: 14px/1.45 system-ui, sans-serif; color: #1b2029; background: #fff; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 24px; margin: 0 0 4px; } h2 { font-size: 16px; margin: 32px 0 8px; }
p { margin: 4px 0; } .muted { color: #586070; }
.answer { border: 2px solid #1b2029; border-radius: 6px; padding: 12px 16px; margin: 16px 0; }
.out { background: #1b2029; color: #fff; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
.out .muted { color: #e8eaef; }
.paused { border-style: dashed; }
.broken { border: 2px solid #a11d18; color: #a11d18; padding: 8px 12px; border-radius: 6px; }
table { border-collapse: collapse; width: 100%; font-size: 13px; } th, td { text-align: left; vertical-align: top; padding: 4px 12px 4px 0; }
th { font-weight: 500; color: #586070; width: 10.5rem; }
article { border-top: 1px solid #7c8594; padding: 12px 0; break-inside: avoid; } article h3 { font-size: 14px; margin: 0 0 4px; }
code { font: 12px ui-monospace, monospace; overflow-wrap: anywhere; }
@media (max-width: 480px) { th { width: 7rem; } }
@page { margin: 18mm 16mm; }
@media print { body { margin: 0; max-width: none; font-size: 11pt; } h2 { break-after: avoid; } }
`;

/** The page brings its own style and nothing else; nothing in it can run. */
export const EVIDENCE_CSP =
  `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; ` +
  `base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox`;

/** The evidence as one self-contained page that prints well. Every value is escaped: messages are strangers' words. */
export function evidenceHtml(found: Evidence): string {
  const { contact } = found;
  const name = `${contact.firstName} ${contact.lastName}`;
  const box = BOXES[contact.texting];
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${text(`Evidence of consent: ${name}`)}</title><style>${STYLE}</style></head>
<body>
<h1>${text(name)}</h1>
<p class="muted">Evidence of consent · ${text(found.team)} · made ${text(when(found.madeAt))}</p>
<div class="answer${box}"><p><strong>${text(found.answer)}</strong></p>${found.lift === '' ? '' : `<p class="muted">${text(found.lift)}</p>`}</div>
<table>
${row('Mobile number', `${contact.mobileShown ?? 'None'}${correctionWords(found)}`)}
${row('Contact ID', contact.contactId)}
${contact.connectionName === null ? '' : row('Source', `${contact.connectionName}, ${contact.recordType ?? ''} ${contact.recordId ?? ''}`)}
</table>
<h2>The ledger</h2>
${chainWords(found)}
<h2>Changes of texting preference, oldest first</h2>
${found.events.length === 0 ? '<p>None: nobody has changed this person’s texting preference.</p>' : found.events.map(eventHtml).join('\n')}
${found.conflicts.length === 0 ? '' : `<h2>What the source said and was not applied</h2>\n${found.conflicts.map(conflictHtml).join('\n')}`}
</body>
</html>
`;
}

const BOXES = { opted_out: ' out', paused: ' paused', opted_in: '', no_number: '' } as const;

function correctionWords({ mobileCorrected }: Evidence): string {
  if (!mobileCorrected) return '';
  const { at, by, replacedShown } = mobileCorrected;
  return ` (corrected by ${by} on ${when(at)}${replacedShown === null ? '' : `; the source’s ${replacedShown} is not put back`})`;
}

function chainWords({ chain }: Evidence): string {
  const counted = `${chain.events.toLocaleString('en-US')} ${chain.events === 1 ? 'event' : 'events'}`;
  if (!chain.whole) {
    return (
      `<p class="broken">The chain is broken at event ${text(String(chain.brokenAt))}: an event was changed, removed or added outside Rollcall. ` +
      `${counted} before it are whole. Keep this file and ask the operator of the service.</p>`
    );
  }
  return `<p>The chain is whole: ${counted} of the team were checked, each linked to the one before by SHA-256.</p>
<p class="muted">Newest hash <code>${text(chain.head === '' ? 'none' : chain.head)}</code></p>`;
}

type EvidenceEvent = Evidence['events'][number];

function eventHtml(event: EvidenceEvent): string {
  const { evidence } = event;
  const rows = [
    row('When', event.recordedAt === event.occurredAt ? when(event.occurredAt) : `${when(event.occurredAt)}; recorded ${when(event.recordedAt)}`),
    row('By', event.actor),
    event.mobile === null ? '' : row('Number', showMobile(event.mobile)),
    evidence.message === undefined ? '' : row('Message, as received', evidence.message),
    evidence.providerId === undefined ? '' : row('Provider’s ID', evidence.providerId),
    evidence.toNumber === undefined
      ? ''
      : row('Sent to', `${showMobile(evidence.toNumber)}${event.scope === '' ? '' : `, ${event.scope}`}`),
    event.formOfWords === '' ? '' : row('Form of words', event.formOfWords),
    evidence.reason === undefined ? '' : row('Reason', evidence.reason),
    evidence.consentGiven === undefined ? '' : row('How consent was given', evidence.consentGiven),
    evidence.field ? row('Source field', evidence.field) : '',
    evidence.recordModifiedAt === undefined ? '' : row('Record’s version', when(evidence.recordModifiedAt)),
    evidence.auditId === undefined ? '' : row('Drift audit', evidence.auditId),
    evidence.runId ? row('Run', `${evidence.runId}, row ${evidence.row ?? '–'}`) : '',
    evidence.rule === undefined ? '' : row('Rule', evidence.rule),
    ...event.writeBacks.map((one) => row(one.connectionName, writeBackWords(one))),
  ];
  return `<article><h3>${text(event.sentence)}</h3>
<table>${rows.filter((one) => one !== '').join('\n')}
<tr><th scope="row">Event ${text(String(event.seq))}</th><td><code>${text(event.hash)}</code><br><span class="muted">after <code>${text(event.previousHash === '' ? 'the beginning' : event.previousHash)}</code></span></td></tr>
</table></article>`;
}

type WriteBack = EvidenceEvent['writeBacks'][number];

/** What a change did to a CRM: each step with its time, oldest first. */
function writeBackWords(one: WriteBack): string {
  const steps = [
    one.sentAt === null ? '' : `sent ${when(one.sentAt)}`,
    one.confirmedAt === null ? '' : `confirmed ${when(one.confirmedAt)}`,
    one.verifiedAt === null ? '' : `read back, and the value stood there, ${when(one.verifiedAt)}`,
    one.readBack === null ? '' : READ_BACK[one.readBack],
    one.state === 'failed' || one.state === 'handled' ? `refused${one.reason === null ? '' : `: “${one.reason}”`}` : '',
    one.state === 'waiting' ? `waits to be sent${one.reason === null ? '' : ` again: “${one.reason}”`}` : '',
    one.state === 'superseded' ? 'a newer change took its place' : '',
    one.handledAt === null
      ? ''
      : `dealt with in the CRM by ${one.handledBy ?? ''} ${when(one.handledAt)}: “${one.handledNote ?? ''}”`,
  ].filter((step) => step !== '');
  const change = one.change === 'opted_out' ? 'Opted out' : 'Opted in';
  return `${change}, ${one.recordType} ${one.recordId}: ${steps.join('; ')}`;
}

const READ_BACK = {
  differs: 'read back, and another value stood there',
  gone: 'read back, and the record was gone',
} as const satisfies Record<NonNullable<WriteBack['readBack']>, string>;

/** `Nov 3, 2026, 2:14:09 PM ET (2026-11-03 19:14:09 UTC)` */
function when(instant: string): string {
  const utc = `${instant.slice(0, 19).replace('T', ' ')} UTC`;
  return `${easternTime(new Date(instant), { seconds: true })} (${utc})`;
}

function conflictHtml(conflict: Evidence['conflicts'][number]): string {
  return `<article><h3>${text(conflict.sentence)}</h3>
<table>${row('When', when(conflict.at))}${row('Source field', conflict.field)}${row('It said', conflict.value)}${row('Record’s version', when(conflict.recordModifiedAt))}${conflict.settled === '' ? '' : row('How it ended', conflict.settled)}</table></article>`;
}

function row(label: string, value: string): string {
  return `<tr><th scope="row">${text(label)}</th><td>${text(value)}</td></tr>`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function text(value: string): string {
  return value.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
}
