import { DetailPage } from '../../layouts/DetailPage.tsx';
import { Loading } from '../../layouts/Loading.tsx';
import { TextLink } from '../../router/links.tsx';
import { useRouteParam } from '../../router/useRouteParam.ts';

/** One drift audit: the sums, every kind of disagreement, and what was repaired. */
export function DriftReportPage() {
  const team = useRouteParam('team');
  return (
    <DetailPage
      title="Drift audit"
      documentTitle="Drift audit · Opt-outs"
      parent={
        <TextLink to="/t/$team/opt-outs/drift" params={{ team }}>
          Drift audit
        </TextLink>
      }
    >
      <Loading />
    </DetailPage>
  );
}
