import type { DriftAudit, DriftItem, DriftRepaired, DriftReport } from '../../../http/schemas/drift.ts';
import { isAuditOver } from '../../api/drift.ts';
import { count, counted } from '../../format/number.ts';

type Kind = DriftItem['kind'];

/** The kinds of disagreement, each with what it means. */
export const KINDS: readonly {
  readonly kind: Kind;
  readonly label: string;
  readonly means: string;
  readonly countOf: (audit: DriftAudit) => number;
}[] = [
  {
    kind: 'out_here_only',
    label: 'Out here only',
    means: 'Opted out here; the CRM says they may be texted.',
    countOf: (audit) => audit.outHereOnly,
  },
  {
    kind: 'out_there_only',
    label: 'Out there only',
    means: 'Opted out in the CRM, and not here.',
    countOf: (audit) => audit.outThereOnly,
  },
  {
    kind: 'gone',
    label: 'Record gone',
    means: 'The CRM no longer has the record, so nothing can be written to it.',
    countOf: (audit) => audit.gone,
  },
  {
    kind: 'unreadable',
    label: 'Value not known',
    means: 'The CRM’s value is not one that the opt-out mapping knows.',
    countOf: (audit) => audit.unreadable,
  },
];

export const kindLabel = (kind: Kind): string => KINDS.find((one) => one.kind === kind)?.label ?? kind;

/** Contacts on which the two systems disagree. */
export const differing = (audit: DriftAudit): number => KINDS.reduce((sum, { countOf }) => sum + countOf(audit), 0);

/** The audit's answer in one sentence. */
export function auditSentence(audit: DriftAudit): string {
  const { state, connectionName, compared, total } = audit;
  if (state === 'queued') return `The comparison with ${connectionName} begins in a moment.`;
  if (state === 'running') return `Comparing with ${connectionName}: ${count(compared)} of ${counted(total, 'contact')}.`;
  if (state === 'failed') {
    return `The comparison with ${connectionName} stopped after ${count(compared)} of ${counted(total, 'contact')}. What it found is below.`;
  }
  if (total === 0) return `No contact here is linked to a record in ${connectionName}, so there was nothing to compare.`;
  const wrong = differing(audit);
  if (wrong > 0) return `${counted(wrong, 'contact')} of ${count(compared)} ${wrong === 1 ? 'differs' : 'differ'} from ${connectionName}.`;
  return `Nothing differs: ${connectionName} and Rollcall say the same about ${counted(compared, 'contact')}.`;
}

/** What *Repair* would do now: `Repair 14: write 11, record 3`. */
export function repairWords({ write, record }: DriftReport['repair']): string {
  const acts = [write > 0 ? `write ${count(write)}` : null, record > 0 ? `record ${count(record)}` : null];
  return `Repair ${count(write + record)}: ${acts.filter((act) => act !== null).join(', ')}`;
}

/** What *Repair* did. */
export function repairedWords({ written, recorded, passedOver }: DriftRepaired, connectionName: string): string {
  const done = [
    written > 0 ? `${counted(written, 'opt-out')} on the way to ${connectionName}` : null,
    recorded > 0 ? `${counted(recorded, 'opt-out')} of ${connectionName} recorded here` : null,
    passedOver > 0 ? `${counted(passedOver, 'contact')} passed over, because something changed since the audit` : null,
  ].filter((part) => part !== null);
  return done.length === 0 ? 'There was nothing left to repair.' : `${done.join('; ')}.`;
}

/** `27 calls`, and while it runs `9 of about 27 calls`. */
export function callsWords(audit: DriftAudit): string {
  return isAuditOver(audit)
    ? counted(audit.callsSpent, 'call')
    : `${count(audit.callsSpent)} of about ${counted(audit.callsForecast, 'call')}`;
}
