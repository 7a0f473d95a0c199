import { Anchor, Button, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { DriftItem, DriftReport } from '../../../http/schemas/drift.ts';
import { useTeam } from '../../api/team.tsx';
import { count } from '../../format/number.ts';
import { DataTable, type Column } from '../../parts/DataTable.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { Pager } from '../../parts/Pager.tsx';
import { RelativeTime } from '../../parts/RelativeTime.tsx';
import { TextLink } from '../../router/links.tsx';
import type { QueryString } from '../../router/queryString.ts';
import { useCursorPage } from '../../router/useCursorPage.ts';
import { differing, kindLabel, KINDS } from './driftWords.ts';

const PAGE_ROWS = 100;

interface DriftItemsProps {
  readonly report: DriftReport;
  /** The kind that is shown alone. */
  readonly kind: DriftItem['kind'] | undefined;
}

/** The contacts on which the two systems disagree, a page at a time, by kind when asked. */
export function DriftItems({ report, kind }: DriftItemsProps) {
  const { slug } = useTeam();
  const navigate = useNavigate();
  const cursor = useCursorPage();
  const { audit, items, next } = report;
  const show = (chosen: DriftItem['kind'] | undefined): void =>
    void navigate({
      to: '.',
      search: (previous: QueryString) => ({ ...previous, kind: chosen, after: undefined, page: undefined }),
      replace: true,
      resetScroll: false,
    });
  const shown = KINDS.find((one) => one.kind === kind);
  const total = shown?.countOf(audit) ?? differing(audit);
  const firstRow = (cursor.page - 1) * PAGE_ROWS + 1;
  return (
    <>
      <div role="group" aria-label="Kind" style={{ display: 'flex', flexWrap: 'wrap', gap: 8, margin: '16px 0 8px' }}>
        <Choice label={`All ${count(differing(audit))}`} isChosen={shown === undefined} onClick={() => show(undefined)} />
        {KINDS.filter(({ countOf }) => countOf(audit) > 0).map((one) => (
          <Choice
            key={one.kind}
            label={`${one.label} ${count(one.countOf(audit))}`}
            isChosen={one.kind === kind}
            onClick={() => show(one.kind)}
          />
        ))}
      </div>
      {shown !== undefined && (
        <Text c="dimmed" mb={8}>
          {shown.means}
        </Text>
      )}
      {items.length === 0 ? (
        <EmptyState kind="all_done">
          {total === 0 ? 'None of this kind.' : 'Single contacts are kept for 90 days; the sums stay.'}
        </EmptyState>
      ) : (
        <>
          <DataTable
            caption="Contacts that differ"
            columns={itemColumns(slug)}
            rows={items}
            rowKey={(item) => `${item.recordType} ${item.recordId}`}
            total={total}
            firstRow={firstRow}
          />
          <Pager
            firstRow={firstRow}
            rows={items.length}
            total={total}
            onPrevious={cursor.page > 1 ? cursor.goPrevious : undefined}
            onNext={next === null ? undefined : () => cursor.goNext(next)}
          />
        </>
      )}
    </>
  );
}

function Choice({ label, isChosen, onClick }: { label: string; isChosen: boolean; onClick: () => void }) {
  return (
    <Button variant={isChosen ? 'light' : 'default'} size="compact-md" aria-pressed={isChosen} onClick={onClick}>
      {label}
    </Button>
  );
}

const made = new Map<string, readonly Column<DriftItem>[]>();

function itemColumns(team: string): readonly Column<DriftItem>[] {
  const known = made.get(team);
  if (known !== undefined) return known;
  const columns: readonly Column<DriftItem>[] = [
    { id: 'contact', header: 'Contact', width: 220, narrow: 'lead', cell: (item) => <Contact item={item} team={team} /> },
    { id: 'kind', header: 'Kind', width: 150, narrow: 'end', cell: (item) => kindLabel(item.kind) },
    { id: 'record', header: 'CRM record', width: 190, cell: (item) => <Record item={item} /> },
    {
      id: 'value',
      header: 'CRM’s value',
      narrow: 'line',
      cell: (item) => (item.crmValue === null ? '–' : <span className="rc-mono">{item.crmValue}</span>),
    },
    {
      id: 'changed',
      header: 'Changed there',
      width: 180,
      narrow: 'line',
      cell: (item) => (item.crmModifiedAt === null ? '–' : <RelativeTime at={item.crmModifiedAt} inTable />),
    },
    {
      id: 'repaired',
      header: 'Repaired',
      width: 180,
      cell: (item) => (item.repairedAt === null ? '–' : <RelativeTime at={item.repairedAt} inTable />),
    },
  ];
  made.set(team, columns);
  return columns;
}

function Contact({ item: { whom }, team }: { readonly item: DriftItem; readonly team: string }) {
  const name = whom.name ?? whom.mobileShown ?? 'Unknown';
  if (whom.contactId === null) return name;
  return (
    <TextLink to="/t/$team/contacts/$contact" params={{ team, contact: whom.contactId }} preload={false}>
      {name}
    </TextLink>
  );
}

function Record({ item }: { readonly item: DriftItem }) {
  if (item.recordUrl === null) return <span className="rc-mono">{item.recordId}</span>;
  return (
    <Anchor href={item.recordUrl} target="_blank" rel="noreferrer" className="rc-mono" fz="inherit">
      {item.recordId}
    </Anchor>
  );
}
