import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { OptOutCounts } from '../../../http/schemas/optOuts.ts';
import { useOptOutCounts } from '../../api/optOuts.ts';
import { useTeam } from '../../api/team.tsx';
import { count } from '../../format/number.ts';
import { PageHeading } from '../../layouts/PageHeading.tsx';
import layout from '../../layouts/layouts.module.css';
import tabs from '../../layouts/tabs.module.css';

type Counted = Extract<keyof OptOutCounts, 'waiting' | 'review' | 'conflicts' | 'deadLetters'>;

/** The pages under Opt-outs, in the order of how much they press. */
const TABS = [
  { label: 'Waiting', to: '/t/$team/opt-outs', counts: 'waiting' },
  { label: 'Review queue', to: '/t/$team/opt-outs/review', counts: 'review' },
  { label: 'Conflicts', to: '/t/$team/opt-outs/conflicts', counts: 'conflicts' },
  { label: 'Dead letters', to: '/t/$team/opt-outs/dead-letters', counts: 'deadLetters' },
  { label: 'Drift audit', to: '/t/$team/opt-outs/drift', counts: null },
  { label: 'Report', to: '/t/$team/opt-outs/report', counts: null },
] as const satisfies readonly { label: string; to: string; counts: Counted | null }[];

export interface OptOutsLayoutProps {
  /** The page's own words, as its tab has them. */
  readonly title: (typeof TABS)[number]['label'];
  /** A quiet line after the title: `4 waiting, oldest due Tue, Nov 24`. */
  readonly badges?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page under Opt-outs: its heading, and the way to the others, each with what waits there. */
export function OptOutsLayout({ title, badges, actions, children }: OptOutsLayoutProps) {
  const { slug } = useTeam();
  const counts = useOptOutCounts().data;
  return (
    <div className={layout.page}>
      <PageHeading title={title} documentTitle={`${title} · Opt-outs`} badges={badges} actions={actions} />
      <nav aria-label="Pages of Opt-outs" className={tabs.tabs}>
        {TABS.map((tab) => {
          const waits = tab.counts === null ? 0 : (counts?.[tab.counts] ?? 0);
          return (
            <Link
              key={tab.label}
              to={tab.to}
              params={{ team: slug }}
              activeOptions={{ exact: true }}
              activeProps={{}}
              className={tabs.tab}
              data-plain
              aria-current={tab.label === title ? 'page' : undefined}
            >
              {tab.label}
              {waits > 0 && <span className={tabs.mark}>{count(waits)}</span>}
            </Link>
          );
        })}
      </nav>
      {children}
    </div>
  );
}
