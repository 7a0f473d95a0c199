import { Link } from '@tanstack/react-router';
import type { RecordType } from '../../../domain/contact.ts';
import { useTeam } from '../../api/team.tsx';
import { IMPORT_STATE_WORDS, RECORD_TYPES } from './recordTypes.ts';
import { useTheConnection } from './connectionContext.tsx';
import classes from './RecordTypeTabs.module.css';

/** Contacts and Leads, each with whether it is imported. */
export function RecordTypeTabs({ active }: { readonly active: RecordType }) {
  const connection = useTheConnection();
  const { slug } = useTeam();
  return (
    <nav aria-label="Record types" className={classes.tabs}>
      {RECORD_TYPES.map((type) => {
        const state = connection.imports.find((one) => one.recordType === type.id)?.state ?? 'off';
        return (
          <Link
            key={type.id}
            to="/t/$team/integrations/$connection/import/$recordType"
            params={{ team: slug, connection: connection.id, recordType: type.slug }}
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
