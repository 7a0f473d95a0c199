import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  ContactDetails,
  ContactList,
  CorrectMobile,
  OptInRequest,
  OptOutRequest,
} from '../../http/schemas/contacts.ts';
import type { SendConflicts, SentConflicts } from '../../http/schemas/optOuts.ts';
import { keys } from './keys.ts';
import { request, teamPath } from './request.ts';
import { useTeam } from './team.tsx';

export interface ContactFilter {
  readonly q?: string | undefined;
  readonly texting?: string | undefined;
  /** `true`: only people who left their source. */
  readonly left?: string | undefined;
  readonly tag?: string | undefined;
}

/** Rows of a page of the list. */
export const CONTACTS_PAGE_ROWS = 100;

export const contactPageQuery = (slug: string, filter: ContactFilter & { readonly after?: string | undefined }) =>
  queryOptions({
    queryKey: keys.contacts(slug, filter),
    queryFn: ({ signal }) =>
      request<ContactList>(teamPath(slug, '/contacts', { ...filter, limit: CONTACTS_PAGE_ROWS }), { signal }),
    // 200,000 contacts are 2,000 pages; only those just seen are kept.
    gcTime: 60_000,
  });

/** One page of contacts, by cursor. The page before stays on screen while the next one comes. */
export function useContactPage(filter: ContactFilter & { readonly after?: string | undefined }) {
  return useQuery({ ...contactPageQuery(useTeam().slug, filter), placeholderData: keepPreviousData });
}

/** One answer to a search, for going straight to a person. */
export function findContacts(slug: string, q: string, signal?: AbortSignal): Promise<ContactList> {
  return request<ContactList>(teamPath(slug, '/contacts', { q, limit: 8 }), { signal });
}

export const contactQuery = (slug: string, id: string) =>
  queryOptions({
    queryKey: keys.contact(slug, id),
    queryFn: ({ signal }) => request<ContactDetails>(teamPath(slug, `/contacts/${encodeURIComponent(id)}`), { signal }),
    staleTime: 2_000,
  });

export function useContact(id: string) {
  return useQuery(contactQuery(useTeam().slug, id));
}

/** What a person can do to a contact. Each act refreshes what shows it. */
function useContactAct<Body>(id: string, send: (slug: string, body: Body) => Promise<unknown>) {
  const { slug } = useTeam();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Body) => send(slug, body),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.contact(slug, id) }),
        client.invalidateQueries({ queryKey: keys.contacts(slug) }),
        client.invalidateQueries({ queryKey: keys.overview(slug) }),
      ]),
  });
}

export function useOptOut(id: string) {
  return useContactAct<OptOutRequest>(id, (slug, body) =>
    request(teamPath(slug, `/contacts/${encodeURIComponent(id)}/opt-out`), { method: 'POST', body }),
  );
}

export function useOptIn(id: string) {
  return useContactAct<OptInRequest>(id, (slug, body) =>
    request(teamPath(slug, `/contacts/${encodeURIComponent(id)}/opt-in`), { method: 'POST', body }),
  );
}

export function useRetryWriteBack(id: string) {
  return useContactAct<{ readonly writeBackId: string }>(id, (slug, { writeBackId }) =>
    request(
      teamPath(slug, `/contacts/${encodeURIComponent(id)}/write-backs/${encodeURIComponent(writeBackId)}/retry`),
      {
        method: 'POST',
        body: {},
      },
    ),
  );
}

/** Corrects the number here; `number_refused`, `number_taken` and `number_same` are the refusals. */
export function useCorrectMobile(id: string) {
  return useContactAct<CorrectMobile>(id, (slug, body) =>
    request(teamPath(slug, `/contacts/${encodeURIComponent(id)}/mobile`), { method: 'PUT', body }),
  );
}

/** Sends our state of the contact's conflicts to the CRM again. */
export function useSendOurState(id: string) {
  return useContactAct<SendConflicts>(id, (slug, body) =>
    request<SentConflicts>(teamPath(slug, '/opt-outs/conflicts/send'), { method: 'POST', body }),
  );
}

/** Address of the evidence file of a contact, an HTML page for download. */
export function evidenceAddress(slug: string, id: string): string {
  return teamPath(slug, `/contacts/${encodeURIComponent(id)}/evidence`);
}
