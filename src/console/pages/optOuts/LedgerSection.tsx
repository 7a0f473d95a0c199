import { Alert, Button, Text } from '@mantine/core';
import { IconCircleX, IconCheck } from '@tabler/icons-react';
import type { LedgerCheck } from '../../../http/schemas/optOuts.ts';
import { useLedgerCheck } from '../../api/report.ts';
import { count, counted } from '../../format/number.ts';
import { easternTime } from '../../format/time.ts';
import { Loading } from '../../layouts/Loading.tsx';
import { Section } from '../../layouts/Section.tsx';
import { useAnnounce } from '../../live/Announcer.tsx';
import { Failure } from '../../parts/Failure.tsx';

/** Whether every link of the ledger fits the one before it, as of the last check. */
export function LedgerSection() {
  const check = useLedgerCheck();
  const announce = useAnnounce();
  const again = async (): Promise<void> => {
    const { data } = await check.refetch();
    if (data !== undefined) announce(ledgerWords(data), data.whole ? 'polite' : 'assertive');
  };
  return (
    <Section
      id="ledger"
      title="Ledger"
      actions={
        <Button variant="default" size="compact-md" loading={check.isFetching} onClick={() => void again()}>
          Check now
        </Button>
      }
    >
      {check.data !== undefined ? (
        <Result ledger={check.data} />
      ) : check.isPending ? (
        <Loading rows={1} />
      ) : (
        <Failure error={check.error} />
      )}
    </Section>
  );
}

function Result({ ledger }: { readonly ledger: LedgerCheck }) {
  if (!ledger.whole) {
    return (
      <Alert color="danger" icon={<IconCircleX aria-hidden />} title={ledgerWords(ledger)} role="alert">
        Events from there on were changed or removed outside Rollcall, and prove nothing. Keep this database as it is,
        and compare it with a backup: rollcall consent verify names the same link.
      </Alert>
    );
  }
  return (
    <>
      <Text className="rc-number">
        <IconCheck size={16} aria-hidden color="var(--rc-ok-text)" /> {ledgerWords(ledger)}
      </Text>
      {ledger.events > 0 && (
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          Newest link <span className="rc-mono">{ledger.head}</span>
        </Text>
      )}
    </>
  );
}

/** `Chain whole, 48,201 events, checked Nov 20, 9:14 AM ET`. */
function ledgerWords({ whole, events, brokenAt, checkedAt }: LedgerCheck): string {
  const checked = `checked ${easternTime(checkedAt)}`;
  if (whole) return `Chain whole, ${counted(events, 'event')}, ${checked}`;
  return `Chain broken at event ${count(brokenAt)} of ${count(events)}, ${checked}`;
}
