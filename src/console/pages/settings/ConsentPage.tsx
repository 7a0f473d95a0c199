import { Text } from '@mantine/core';
import type { ConsentPolicy } from '../../../http/schemas/optOuts.ts';
import { useConsentPolicy } from '../../api/settings.ts';
import { easternTime } from '../../format/time.ts';
import { ListPage } from '../../layouts/ListPage.tsx';
import { Loading } from '../../layouts/Loading.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { ConsentForm } from './ConsentForm.tsx';

/** What counts as STOP, and within how many business days it is honoured. */
export function ConsentPage() {
  const policy = useConsentPolicy();
  const refresh = (): void => void policy.refetch();
  return (
    <ListPage title="Consent" documentTitle="Consent · Settings">
      {policy.data === undefined ? (
        policy.isPending ? (
          <Loading />
        ) : (
          <Failure error={policy.error} onRetry={refresh} />
        )
      ) : (
        <>
          <Text c="dimmed" mb="md">
            {changedWords(policy.data)}
          </Text>
          <ConsentForm policy={policy.data} refresh={refresh} />
        </>
      )}
    </ListPage>
  );
}

function changedWords({ changedAt, changedBy }: ConsentPolicy): string {
  return changedAt === null
    ? 'Nobody has changed what a team begins with.'
    : `Changed ${easternTime(changedAt)} by ${changedBy ?? 'somebody'}. It counts for messages from then on.`;
}
