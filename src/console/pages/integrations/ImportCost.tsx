import { Text } from '@mantine/core';
import type { ImportSettings } from '../../../http/schemas/imports.ts';
import { useSource } from '../../api/imports.ts';
import { counted } from '../../format/number.ts';
import { CallForecast } from '../../parts/CallForecast.tsx';
import { useTheConnection } from './connectionContext.tsx';
import type { ImportFormState } from './useImportForm.ts';
import { isSame } from './useStoredDraft.ts';

/** What the chosen source will cost in calls, before it is saved. */
export function ImportCost({ settings, form }: { readonly settings: ImportSettings; readonly form: ImportFormState }) {
  const connection = useTheConnection();
  const { draft, base } = form;
  const source = useSource(connection.id, settings.recordType, draft.source?.id ?? null).data;
  const lastRun = connection.imports.find((one) => one.recordType === settings.recordType)?.lastRun ?? null;
  const isStored = draft.source?.id === base.source?.id;
  const readsAll =
    settings.source !== null && (settings.fullReason !== null || !isStored || !isSame(draft.mapping, base.mapping));
  return (
    <>
      <CallForecast
        fullCalls={source?.fullRunCalls ?? null}
        usualCalls={source?.usualRunCalls ?? null}
        rows={source?.count ?? null}
        sourceKind={draft.source?.kind ?? ''}
        windowsPerDay={settings.windows.length}
        sweepDays={draft.sweepDays}
        lastUsualCalls={isStored && lastRun?.kind === 'incremental' ? lastRun.callsSpent : null}
        allowed={connection.orgCalls?.allowed ?? null}
        budgetPercent={connection.budget.percentOfOrg}
      />
      {readsAll && (
        <Text size="sm" mt={8}>
          The next run reads everything
          {source === undefined
            ? ''
            : `: ${source.count === null ? 'an unknown number of rows' : counted(source.count, 'row')}, about ${counted(source.fullRunCalls, 'call')}`}
          .
        </Text>
      )}
    </>
  );
}
