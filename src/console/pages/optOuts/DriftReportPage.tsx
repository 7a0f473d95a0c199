import { Text } from '@mantine/core';
import type { DriftItem, DriftReport } from '../../../http/schemas/drift.ts';
import { ApiError } from '../../api/apiError.ts';
import { isAuditOver, useDriftReport } from '../../api/drift.ts';
import { easternTime } from '../../format/time.ts';
import { DetailPage } from '../../layouts/DetailPage.tsx';
import { Loading } from '../../layouts/Loading.tsx';
import { Explain } from '../../parts/Explain.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { ProgressTrack } from '../../parts/ProgressTrack.tsx';
import { TextLink } from '../../router/links.tsx';
import { useQueryValue } from '../../router/queryString.ts';
import { useCursorPage } from '../../router/useCursorPage.ts';
import { useRouteParam } from '../../router/useRouteParam.ts';
import { NotFoundPage } from '../account/NotFoundPage.tsx';
import { AuditBadge } from './driftColumns.tsx';
import { DriftItems } from './DriftItems.tsx';
import { DriftSums } from './DriftSums.tsx';
import { auditSentence, callsWords, differing, KINDS } from './driftWords.ts';
import { RepairDrift } from './RepairDrift.tsx';
import { useAuditMilestones } from './useAuditMilestones.ts';

/** One drift audit: the sums, every kind of disagreement, and what was repaired. */
export function DriftReportPage() {
  const team = useRouteParam('team');
  const [asked] = useQueryValue('kind');
  const kind: DriftItem['kind'] | undefined = KINDS.find((one) => one.kind === asked)?.kind;
  const { after } = useCursorPage();
  const report = useDriftReport(useRouteParam('audit'), { kind, after });
  useAuditMilestones(report.data?.audit);
  const parent = (
    <TextLink to="/t/$team/opt-outs/drift" params={{ team }}>
      Drift audit
    </TextLink>
  );
  if (report.error instanceof ApiError && report.error.status === 404) return <NotFoundPage />;
  const data = report.data;
  if (data === undefined) {
    return (
      <DetailPage title="Drift audit" documentTitle="Drift audit · Opt-outs" parent={parent}>
        {report.isPending ? <Loading /> : <Failure error={report.error} onRetry={() => void report.refetch()} />}
      </DetailPage>
    );
  }
  const { audit } = data;
  return (
    <DetailPage
      title={`Drift audit of ${audit.connectionName}`}
      documentTitle={`Drift audit of ${audit.connectionName} · Opt-outs`}
      parent={parent}
      badges={<AuditBadge audit={audit} />}
      actions={isAuditOver(audit) ? <RepairDrift report={data} /> : undefined}
      band={<Band report={data} />}
    >
      <DriftSums audit={audit} />
      {differing(audit) > 0 && <DriftItems report={data} kind={kind} />}
      {report.error !== null && <Failure error={report.error} onRetry={() => void report.refetch()} />}
    </DetailPage>
  );
}

/** The result in one sentence, how it came about, and a failure with its why. */
function Band({ report: { audit } }: { readonly report: DriftReport }) {
  return (
    <>
      <Text fw={500} fz="1rem">
        {auditSentence(audit)}
      </Text>
      <Text c="dimmed" className="rc-number">
        Started by {audit.startedBy}, {easternTime(audit.finishedAt ?? audit.queuedAt)} · {callsWords(audit)}
      </Text>
      {audit.repairedAt !== null && (
        <Text>
          Repaired {easternTime(audit.repairedAt)} by {audit.repairedBy ?? 'somebody'}.
        </Text>
      )}
      {audit.state === 'running' && (
        <ProgressTrack label="Contacts compared" done={audit.compared} total={audit.total}>
          This page follows the audit. It can be left.
        </ProgressTrack>
      )}
      {audit.error !== null && <Explain code={audit.error.code} message={audit.error.message} />}
    </>
  );
}
