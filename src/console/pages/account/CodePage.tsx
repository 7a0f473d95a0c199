import { Text } from '@mantine/core';
import { useCodes } from '../../api/settings.ts';
import { Loading } from '../../layouts/Loading.tsx';
import { PageHeading } from '../../layouts/PageHeading.tsx';
import { Section } from '../../layouts/Section.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { TextLink } from '../../router/links.tsx';
import { useRouteParam } from '../../router/useRouteParam.ts';
import classes from './account.module.css';

/** What a code means: the same words as in mail, API and error file. */
export function CodePage() {
  const code = useRouteParam('code');
  const codes = useCodes();
  const text = codes.data?.codes.find((one) => one.code === code);
  return (
    <main id="main" className={classes.page}>
      <p>
        <TextLink to="/">Back to your team</TextLink>
      </p>
      <PageHeading title={text?.title ?? code} documentTitle={`${code} · Codes`} />
      <p className="rc-mono">{code}</p>
      {codes.error !== null && <Failure error={codes.error} onRetry={() => void codes.refetch()} />}
      {codes.isPending && <Loading rows={3} />}
      {codes.data !== undefined && text === undefined && (
        <EmptyState kind="no_match">No code is called {code}. It may be of another version of Rollcall.</EmptyState>
      )}
      {text !== undefined && (
        <>
          <Section id="why" title="Why it happens">
            <Text className="rc-prose">{text.why}</Text>
          </Section>
          <Section id="remedy" title="What to do">
            <Text className="rc-prose">{text.remedy}</Text>
          </Section>
        </>
      )}
    </main>
  );
}
