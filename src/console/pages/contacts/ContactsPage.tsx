import { Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ContactList, ContactSummary } from '../../../http/schemas/contacts.ts';
import { CONTACTS_PAGE_ROWS, useContactPage } from '../../api/contacts.ts';
import { useTeam } from '../../api/team.tsx';
import { count } from '../../format/number.ts';
import { ListPage } from '../../layouts/ListPage.tsx';
import { Loading } from '../../layouts/Loading.tsx';
import { DataTable } from '../../parts/DataTable.tsx';
import { ExactTimes } from '../../parts/ExactTimes.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { Pager } from '../../parts/Pager.tsx';
import { useQueryValue } from '../../router/queryString.ts';
import { useCursorPage } from '../../router/useCursorPage.ts';
import { contactColumns } from './contactColumns.tsx';
import { ContactFilters } from './ContactFilters.tsx';
import { NoContacts } from './NoContacts.tsx';

/** Everybody the team may or may not text. */
export function ContactsPage() {
  const { slug } = useTeam();
  const navigate = useNavigate();
  const [q] = useQueryValue('q');
  const [texting] = useQueryValue('texting');
  const [left] = useQueryValue('left');
  const [tag] = useQueryValue('tag');
  const cursor = useCursorPage();
  const page = useContactPage({ q, texting, left, tag, after: cursor.after });
  const data = page.data;
  const open = (contact: ContactSummary) =>
    void navigate({ to: '/t/$team/contacts/$contact', params: { team: slug, contact: contact.id } });
  const firstRow = (cursor.page - 1) * CONTACTS_PAGE_ROWS + 1;
  return (
    <ListPage
      title="Contacts"
      count={data === undefined ? undefined : count(data.sums.all)}
      filters={
        <>
          <ContactFilters
            onExact={(id) => void navigate({ to: '/t/$team/contacts/$contact', params: { team: slug, contact: id } })}
          />
          <ExactTimes />
        </>
      }
    >
      {page.error !== null && <Failure error={page.error} onRetry={() => void page.refetch()} />}
      {page.isPending && <Loading rows={10} height={24} />}
      {data !== undefined && data.sums.all > 0 && (
        <Sums data={data} isFiltered={[q, texting, left, tag].some((one) => one !== undefined)} />
      )}
      {data !== undefined && data.contacts.length === 0 && <NoContacts q={q} texting={texting} left={left} tag={tag} />}
      {data !== undefined && data.contacts.length > 0 && (
        <>
          <DataTable
            caption="Contacts"
            columns={contactColumns(slug)}
            rows={data.contacts}
            rowKey={(contact) => contact.id}
            total={data.total}
            firstRow={firstRow}
            onOpen={open}
          />
          <Pager
            firstRow={firstRow}
            rows={data.contacts.length}
            total={data.total}
            onPrevious={cursor.page > 1 ? cursor.goPrevious : undefined}
            onNext={data.next === null ? undefined : () => data.next !== null && cursor.goNext(data.next)}
          />
        </>
      )}
    </ListPage>
  );
}

function Sums({ data, isFiltered }: { readonly data: ContactList; readonly isFiltered: boolean }) {
  return (
    <Text c="dimmed" role="status" className="rc-number" mb={4}>
      {isFiltered && `${count(data.total)} match · `}
      {count(data.sums.optedIn)} opted in · {count(data.sums.optedOut)} opted out
      {data.sums.paused > 0 && ` · ${count(data.sums.paused)} paused`}
    </Text>
  );
}
