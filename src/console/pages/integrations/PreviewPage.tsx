import { Text } from '@mantine/core';
import { useEffect } from 'react';
import { usePreview } from '../../api/imports.ts';
import { useTeam } from '../../api/team.tsx';
import { count, counted } from '../../format/number.ts';
import { DetailPage } from '../../layouts/DetailPage.tsx';
import { Loading } from '../../layouts/Loading.tsx';
import { useAnnounce } from '../../live/Announcer.tsx';
import { Explain } from '../../parts/Explain.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { PreviewDiff } from '../../parts/PreviewDiff.tsx';
import { TextLink } from '../../router/links.tsx';
import { useRouteParam } from '../../router/useRouteParam.ts';
import { encodingWords, FileFacts } from '../runs/FileFacts.tsx';
import { PreviewActions } from './PreviewActions.tsx';
import { PreviewOptOuts } from './PreviewOptOuts.tsx';
import { PreviewReadOn } from './PreviewReadOn.tsx';
import { PreviewProgress } from './PreviewProgress.tsx';
import { previewSentence } from './previewSentence.ts';
import { recordTypeLabel, recordTypeOf } from './recordTypes.ts';

/** A dry run of a source: everything an import would do, and nothing stored. */
export function PreviewPage() {
  const { slug } = useTeam();
  const connectionId = useRouteParam('connection');
  const preview = usePreview(useRouteParam('preview'));
  const announce = useAnnounce();
  const { data } = preview;
  const finished = data?.state === 'finished' ? previewSentence(data) : null;
  useEffect(() => {
    if (finished !== null) announce(finished);
  }, [finished, announce]);
  const type = recordTypeOf(data?.recordType ?? 'contact');
  const parent = data?.corrects ? (
    <TextLink to="/t/$team/runs/$run" params={{ team: slug, run: data.corrects }}>
      The run whose rows are corrected
    </TextLink>
  ) : (
    <TextLink
      to="/t/$team/integrations/$connection/import/$recordType"
      params={{ team: slug, connection: connectionId, recordType: type.slug }}
      search={data === undefined ? {} : { preview: data.id }}
    >
      Contact import
    </TextLink>
  );
  if (data === undefined) {
    return (
      <DetailPage parent={parent} title="Preview">
        {preview.isPending ? <Loading /> : <Failure error={preview.error} onRetry={() => void preview.refetch()} />}
      </DetailPage>
    );
  }
  return (
    <DetailPage
      parent={parent}
      title="Preview"
      documentTitle={`Preview · ${data.sourceName}`}
      actions={data.state === 'finished' ? <PreviewActions preview={data} /> : undefined}
      band={
        <>
          <Text fw={500}>
            {finished ??
              (data.state === 'running'
                ? 'Checking rows. Nothing is stored.'
                : 'The preview stopped. Nothing was stored.')}
          </Text>
          <Text size="sm" c="dimmed" className="rc-number">
            “{data.file?.name ?? data.sourceName}” · {recordTypeLabel(data.recordType)}
            {data.file !== null ? (
              ` · ${encodingWords(data.file)}`
            ) : (
              <>
                {' '}
                · {counted(data.callsSpent, 'call')} spent on this preview
                {data.fullRunCalls === null ? '' : `, ${count(data.fullRunCalls)} for the import`}
              </>
            )}
          </Text>
        </>
      }
    >
      {data.state === 'running' && <PreviewProgress preview={data} />}
      {data.error !== null && <Explain code={data.error.code} message={data.error.message} />}
      {data.outcomes !== null && (
        <>
          <PreviewOptOuts preview={data} />
          <PreviewDiff preview={data} more={<PreviewReadOn preview={data} />} />
        </>
      )}
      {data.file !== null && <FileFacts file={data.file} />}
    </DetailPage>
  );
}
