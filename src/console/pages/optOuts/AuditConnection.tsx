import { Button, Group, Select, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { DriftAuditList, SaveWeeklyAudit } from '../../../http/schemas/drift.ts';
import { useConnections } from '../../api/connections.ts';
import { useSaveWeeklyAudit, useStartAudit } from '../../api/drift.ts';
import { useMayWrite, useTeam } from '../../api/team.tsx';
import { count, counted, share } from '../../format/number.ts';
import { WEEKDAYS } from '../../format/weekdays.ts';
import { Section } from '../../layouts/Section.tsx';
import { Failure } from '../../parts/Failure.tsx';

type Auditable = DriftAuditList['connections'][number];

const NEVER = 'never';
const DAYS = [
  { value: NEVER, label: 'Off' },
  ...WEEKDAYS.map(({ day, label }) => ({ value: day, label: `On ${label}s, overnight` })),
];

/** One connection: what an audit of it costs, starting one, and on which day it happens by itself. */
export function AuditConnection({ connection }: { readonly connection: Auditable }) {
  const { slug } = useTeam();
  const { mayWrite } = useMayWrite();
  const navigate = useNavigate();
  const start = useStartAudit();
  const saveWeekly = useSaveWeeklyAudit();
  const weekly = saveWeekly.isPending ? saveWeekly.variables.weeklyOn : connection.weeklyOn;
  const begin = (): void =>
    start.mutate(
      { connectionId: connection.id },
      {
        onSuccess: (audit) =>
          void navigate({ to: '/t/$team/opt-outs/drift/$audit', params: { team: slug, audit: audit.id } }),
      },
    );
  const save = (day: string | null): void => {
    const weeklyOn: SaveWeeklyAudit['weeklyOn'] = WEEKDAYS.find((one) => one.day === day)?.day ?? null;
    saveWeekly.mutate({ connectionId: connection.id, weeklyOn });
  };
  return (
    <Section id={`connection-${connection.id}`} title={connection.name}>
      <AuditCost connection={connection} />
      {connection.refused !== null && <Text className="rc-prose">{connection.refused}</Text>}
      {mayWrite ? (
        <Group gap={12} mt={8} align="flex-end">
          <Select
            label="Weekly audit"
            aria-label={`Weekly audit of ${connection.name}`}
            data={DAYS}
            value={weekly ?? NEVER}
            onChange={save}
            allowDeselect={false}
            w={240}
          />
          {connection.refused === null && (
            <Button onClick={begin} loading={start.isPending}>
              Start audit
            </Button>
          )}
        </Group>
      ) : (
        <Text>Weekly audit: {DAYS.find(({ value }) => value === (weekly ?? NEVER))?.label}</Text>
      )}
      {start.error !== null && <Failure error={start.error} />}
      {saveWeekly.error !== null && <Failure error={saveWeekly.error} />}
    </Section>
  );
}

/** What an audit costs in calls, and of how many a day. */
function AuditCost({ connection }: { readonly connection: Auditable }) {
  const org = useConnections().data?.connections.find(({ id }) => id === connection.id)?.orgCalls ?? null;
  const ofOrg =
    org === null ? '' : ` (${share(connection.callsForecast, org.allowed)} of the org’s ${count(org.allowed)} a day)`;
  return (
    <Text className="rc-number">
      {counted(connection.contacts, 'linked contact')} · about {counted(connection.callsForecast, 'call')}
      {ofOrg}
    </Text>
  );
}
