import { Fragment, type ReactNode } from 'react';
import type { Connection } from '../../../http/schemas/connections.ts';
import type { ImportSettings } from '../../../http/schemas/imports.ts';
import { useImportSettings } from '../../api/imports.ts';
import { useTeam } from '../../api/team.tsx';
import { Loading } from '../../layouts/Loading.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { ButtonLink } from '../../router/links.tsx';
import { useQueryValue } from '../../router/queryString.ts';
import { connectFirst } from './connectFirst.ts';
import { useTheConnection } from './connectionContext.tsx';
import { NotConnected } from './NotConnected.tsx';
import { RecordTypeTabs } from './RecordTypeTabs.tsx';
import { recordTypeOf } from './recordTypes.ts';

interface RecordTypePageProps {
  /** What is set here, for a reader who has chosen nothing to import yet: "when it runs". */
  readonly what: string;
  readonly children: (settings: ImportSettings) => ReactNode;
}

/** A tab whose settings belong to one record type, chosen by `?type=`; the first that is imported without one. */
export function RecordTypePage({ what, children }: RecordTypePageProps) {
  const connection = useTheConnection();
  const { slug } = useTeam();
  const [asked] = useQueryValue('type');
  if (connection.account === null)
    return (
      <NotConnected>
        {connectFirst(connection)} {what}.
      </NotConnected>
    );
  const used = connection.imports.filter((one) => one.state !== 'off');
  if (used.length === 0) {
    return (
      <EmptyState
        kind="nothing_yet"
        actions={
          <ButtonLink
            to="/t/$team/integrations/$connection/import/$recordType"
            params={{ team: slug, connection: connection.id, recordType: 'contact' }}
          >
            Choose what to import
          </ButtonLink>
        }
      >
        Nothing is imported yet. Choose what to import first, then {what} is set here.
      </EmptyState>
    );
  }
  const type = asked === undefined ? firstUsed(used) : recordTypeOf(asked);
  return (
    <>
      {used.length > 1 || !used.some((one) => one.recordType === type.id) ? (
        <RecordTypeTabs active={type.id} by="query" />
      ) : null}
      <Loaded key={type.id} recordType={type.id}>
        {children}
      </Loaded>
    </>
  );
}

function firstUsed(used: Connection['imports']) {
  const first = used.find((one) => one.state === 'on') ?? used[0];
  return recordTypeOf(first?.recordType ?? 'Contact');
}

function Loaded({
  recordType,
  children,
}: {
  readonly recordType: ImportSettings['recordType'];
  readonly children: RecordTypePageProps['children'];
}) {
  const connection = useTheConnection();
  const settings = useImportSettings(connection.id, recordType);
  if (settings.data === undefined) {
    return settings.isPending ? (
      <Loading />
    ) : (
      <Failure error={settings.error} onRetry={() => void settings.refetch()} />
    );
  }
  return <Fragment key={recordType}>{children(settings.data)}</Fragment>;
}
