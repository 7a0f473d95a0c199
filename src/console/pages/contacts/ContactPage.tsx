import { Tabs, Text } from '@mantine/core';
import { ApiError } from '../../api/apiError.ts';
import { useContact } from '../../api/contacts.ts';
import { useTeam } from '../../api/team.tsx';
import { DetailPage } from '../../layouts/DetailPage.tsx';
import { Loading } from '../../layouts/Loading.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { TextingState } from '../../parts/TextingState.tsx';
import { ButtonLink, TextLink } from '../../router/links.tsx';
import { useQueryValue } from '../../router/queryString.ts';
import { useRouteParam } from '../../router/useRouteParam.ts';
import { NotFoundPage } from '../account/NotFoundPage.tsx';
import { ContactActions } from './ContactActions.tsx';
import { ContactFacts } from './ContactFacts.tsx';
import { ContactFields } from './ContactFields.tsx';
import { ContactRuns } from './ContactRuns.tsx';
import { ContactTimeline } from './ContactTimeline.tsx';
import { WriteBacks } from './WriteBacks.tsx';
import classes from './contacts.module.css';

const TABS = new Set(['timeline', 'write-backs', 'fields', 'runs']);

/** May we text this person, and if not, how do we know: answered in the band, proved in the timeline. */
export function ContactPage() {
  const { slug } = useTeam();
  const contact = useContact(useRouteParam('contact'));
  const [asked, setTab] = useQueryValue('tab');
  const tab = asked !== undefined && TABS.has(asked) ? asked : 'timeline';
  const parent = (
    <TextLink to="/t/$team/contacts" params={{ team: slug }}>
      Contacts
    </TextLink>
  );
  if (contact.error instanceof ApiError && contact.error.status === 404) return <NotFoundPage />;
  const data = contact.data;
  if (data === undefined) {
    return (
      <DetailPage parent={parent} title="Contact">
        {contact.error === null ? (
          <Loading />
        ) : (
          <Failure error={contact.error} onRetry={() => void contact.refetch()} />
        )}
      </DetailPage>
    );
  }
  const open = data.writeBacks.filter(
    (one) => one.state === 'waiting' || one.state === 'sent' || one.state === 'failed',
  ).length;
  return (
    <DetailPage
      parent={parent}
      title={`${data.firstName} ${data.lastName}`}
      documentTitle={`${data.firstName} ${data.lastName} · Contact`}
      badges={<TextingState state={data.texting} />}
      actions={<ContactActions contact={data} />}
      band={
        <>
          <Text className={classes.band}>{data.band}</Text>
          {data.lift !== '' && <Text>{data.lift}</Text>}
          {data.review !== null && (
            <ButtonLink
              to="/t/$team/opt-outs/review"
              params={{ team: slug }}
              search={{ item: data.review.id }}
              size="compact-md"
              mt={8}
            >
              Open in review queue
            </ButtonLink>
          )}
        </>
      }
    >
      <ContactFacts contact={data} />
      <Tabs
        value={tab}
        onChange={(value) => setTab(value === 'timeline' || value === null ? undefined : value)}
        keepMounted={false}
      >
        <Tabs.List mb="sm">
          <Tabs.Tab value="timeline">Timeline</Tabs.Tab>
          <Tabs.Tab value="write-backs">Write-backs{open > 0 ? ` ${open}` : ''}</Tabs.Tab>
          <Tabs.Tab value="fields">Fields</Tabs.Tab>
          <Tabs.Tab value="runs">Runs</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="timeline">
          <ContactTimeline contact={data} />
        </Tabs.Panel>
        <Tabs.Panel value="write-backs">
          <WriteBacks contactId={data.id} writeBacks={data.writeBacks} />
        </Tabs.Panel>
        <Tabs.Panel value="fields">
          <ContactFields fields={data.fields} />
        </Tabs.Panel>
        <Tabs.Panel value="runs">
          <ContactRuns runs={data.runs} />
        </Tabs.Panel>
      </Tabs>
    </DetailPage>
  );
}
