import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import type { CallBudget, Connection } from '../../../http/schemas/connections.ts';
import { useUpdateConnection } from '../../api/connections.ts';
import { useMayWrite } from '../../api/team.tsx';
import { count } from '../../format/number.ts';
import { easternTime } from '../../format/time.ts';
import { Failure } from '../../parts/Failure.tsx';
import { WholeNumber } from '../../parts/WholeNumber.tsx';

/** How many of the org's calls the imports of a connection may use; for all its record types together. */
export function BudgetForm({ connection }: { readonly connection: Connection }) {
  const { mayWrite } = useMayWrite();
  const [draft, setDraft] = useState<CallBudget>(connection.budget);
  const update = useUpdateConnection(connection.id);
  const { budget, orgCalls, version } = connection;
  const changed =
    draft.percentOfOrg !== budget.percentOfOrg || draft.stopAbovePercent !== budget.stopAbovePercent;
  const set = (part: keyof CallBudget) => (value: number) => setDraft({ ...draft, [part]: value });
  const common = { min: 1, max: 100, unit: '%', readOnly: !mayWrite } as const;
  return (
    <>
      <WholeNumber
        {...common}
        label="Share of the org's daily calls"
        description={ofOrg(draft, orgCalls)}
        value={draft.percentOfOrg}
        onChange={set('percentOfOrg')}
      />
      <WholeNumber
        {...common}
        mt="md"
        label="Stop when everybody together has used"
        description="Other integrations share the org's calls. Above this mark imports pause and go on in a later window."
        value={draft.stopAbovePercent}
        onChange={set('stopAbovePercent')}
      />
      <Text size="sm" c="dimmed" mt={8}>
        Opt-outs are written back whatever the budget says.
        {orgCalls !== null &&
          ` At ${easternTime(orgCalls.at)} the org had ${count(orgCalls.left)} of ${count(orgCalls.allowed)} calls left.`}
      </Text>
      {mayWrite && (
        <Group gap={8} mt="md">
          <Button
            variant="default"
            disabled={!changed}
            loading={update.isPending}
            onClick={() => update.mutate({ version, budget: draft })}
          >
            Save budget
          </Button>
          {changed && (
            <Button variant="subtle" onClick={() => setDraft(budget)}>
              Discard
            </Button>
          )}
        </Group>
      )}
      {update.error !== null && <Failure error={update.error} />}
    </>
  );
}

function ofOrg({ percentOfOrg }: CallBudget, orgCalls: Connection['orgCalls']): string {
  const rule = 'Imports pause when their calls of one Eastern day reach it, and go on the next day.';
  if (orgCalls === null) return rule;
  return `${count(Math.floor((orgCalls.allowed * percentOfOrg) / 100))} calls a day. ${rule}`;
}
