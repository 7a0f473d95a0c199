import { Link } from '@tanstack/react-router';
import type { Connection } from '../../../http/schemas/connections.ts';
import { useTeam } from '../../api/team.tsx';
import { CONNECTION_TABS, unfinishedTabs, type TabKey } from './connectionTabList.ts';
import classes from '../../layouts/tabs.module.css';

/** Links to a connection's pages; what is unfinished says so. */
export function ConnectionTabs({ connection, active }: { readonly connection: Connection; readonly active: TabKey }) {
  const { slug } = useTeam();
  const todo = unfinishedTabs(connection);
  return (
    <nav aria-label={`Pages of ${connection.name}`} className={classes.tabs}>
      {CONNECTION_TABS.map((tab) => (
        <Link
          key={tab.key}
          to={tab.to}
          params={{ team: slug, connection: connection.id, recordType: 'contact' }}
          activeOptions={{ exact: true }}
          activeProps={{}}
          className={classes.tab}
          data-plain
          aria-current={tab.key === active ? 'page' : undefined}
        >
          {tab.label}
          {todo.has(tab.key) && <span className={classes.mark}>To do</span>}
        </Link>
      ))}
    </nav>
  );
}
