import type { RunDetails } from '../../../http/schemas/runs.ts';
import { Section } from '../../layouts/Section.tsx';
import { DataTable, type Column } from '../../parts/DataTable.tsx';
import { ToneBadge } from '../../parts/ToneBadge.tsx';
import type { Tone } from '../../theme/palette.ts';

type Mail = RunDetails['mails'][number];

const STATES: Record<Mail['state'], { readonly tone: Tone; readonly words: string }> = {
  waiting: { tone: 'running', words: 'Waiting' },
  sent: { tone: 'ok', words: 'Sent' },
  failed: { tone: 'danger', words: 'Failed' },
};

const COLUMNS: readonly Column<Mail>[] = [
  { id: 'address', header: 'To', width: 280, narrow: 'lead', cell: (mail) => mail.address },
  { id: 'state', header: 'Result', width: 140, narrow: 'end', cell: (mail) => <ToneBadge tone={STATES[mail.state].tone}>{STATES[mail.state].words}</ToneBadge> },
  { id: 'reason', header: 'Why', narrow: 'line', cell: (mail) => (mail.reason === '' ? '–' : mail.reason) },
];

/** Who was told about the run. */
export function RunMails({ mails }: { readonly mails: readonly Mail[] }) {
  return (
    <Section id="mails" title="Mails">
      <DataTable caption="Mails" columns={COLUMNS} rows={mails} rowKey={(mail) => mail.address} />
    </Section>
  );
}
