import { Link } from '@tanstack/react-router';
import type { RecordType } from '../../../http/schemas/index.ts';
import { useTeam } from '../../api/team.tsx';
import { IMPORT_STATE_WORDS, RECORD_TYPES } from './recordTypes.ts';
import { useTheConnection } from './connectionContext.tsx';
import classes from './RecordTypeTabs.module.css';

interface RecordTypeTabsProps {
  readonly active: RecordType;
  /** `path` on Contact import, where both can be set up; `query` on the tabs that follow it. */
  readonly by: 'path' | 'query';
}

/** Contacts and Leads, each with whether it is imported. */
export function RecordTypeTabs({ active, by }: RecordTypeTabsProps) {
  const connection = useTheConnection();
  const { slug } = useTeam();
  return (
    <nav aria-label="Record types" className={classes.tabs}>
      {RECORD_TYPES.map((type) => {
        const state = connection.imports.find((one) => one.recordType === type.id)?.state ?? 'off';
        const target =
          by === 'query'
            ? ({ to: '.', search: { type: type.slug } } as const)
            : ({
                to: '/t/$team/integrations/$connection/import/$recordType',
                params: { team: slug, connection: connection.id, recordType: type.slug },
              } as const);
        return (
          <Link
            key={type.id}
            {...target}
            data-plain
            className={classes.tab}
            aria-current={type.id === active ? 'page' : undefined}
          >
            {type.label} <span className={classes.state}>{IMPORT_STATE_WORDS[state]}</span>
          </Link>
        );
      })}
    </nav>
  );
}
