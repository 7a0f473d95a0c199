import { Anchor, Text } from '@mantine/core';
import type { ContactDetails } from '../../../http/schemas/contacts.ts';
import { useTeam } from '../../api/team.tsx';
import { easternDate } from '../../format/time.ts';
import { CopyId } from '../../parts/CopyId.tsx';
import { RelativeTime } from '../../parts/RelativeTime.tsx';
import { TextLink } from '../../router/links.tsx';
import classes from './contacts.module.css';

/** Number, ID, assignment, and where the contact came from. */
export function ContactFacts({ contact }: { readonly contact: ContactDetails }) {
  const { slug } = useTeam();
  return (
    <dl className={classes.facts}>
      <div>
        <dt>Mobile</dt>
        <dd>
          {contact.mobileShown ?? '–'}
          {contact.mobileCorrected !== null && (
            <Text size="sm" c="dimmed" maw={300}>
              {correctedWords(contact.mobileCorrected, contact.connectionName)}
            </Text>
          )}
        </dd>
      </div>
      <div>
        <dt>Contact ID</dt>
        <dd>
          <CopyId value={contact.contactId} label="contact ID" />
        </dd>
      </div>
      <div>
        <dt>Assigned to</dt>
        <dd>{contact.assignedTo ?? '–'}</dd>
      </div>
      <div>
        <dt>Source</dt>
        <dd>
          {contact.connectionId === null ? (
            '–'
          ) : (
            <TextLink to="/t/$team/integrations/$connection" params={{ team: slug, connection: contact.connectionId }}>
              {contact.sourceName ?? contact.connectionName}
            </TextLink>
          )}
          {contact.leftSourceAt !== null && (
            <Text size="sm" c="dimmed">
              Left the source <RelativeTime at={contact.leftSourceAt} />. The contact is kept.
            </Text>
          )}
        </dd>
      </div>
      {contact.tags.length > 0 && (
        <div>
          <dt>Tags</dt>
          <dd>
            {contact.tags.map((tag, index) => (
              <span key={tag}>
                {index > 0 && ', '}
                <TextLink to="/t/$team/contacts" params={{ team: slug }} search={{ tag }}>
                  {tag}
                </TextLink>
              </span>
            ))}
          </dd>
        </div>
      )}
      {contact.recordUrl !== null && (
        <div>
          <dt>Record</dt>
          <dd>
            <Anchor href={contact.recordUrl} target="_blank" rel="noreferrer">
              Open {contact.recordType} in the CRM
            </Anchor>
          </dd>
        </div>
      )}
    </dl>
  );
}

/** `Corrected here on Nov 12, 2026 by Dana Cole; Salesforce still says 1-716-555-0188`. */
function correctedWords(
  { at, by, replacedShown }: NonNullable<ContactDetails['mobileCorrected']>,
  sourceName: string | null,
): string {
  const corrected = `Corrected here on ${easternDate(at)} by ${by}`;
  if (sourceName === null) return corrected;
  return `${corrected}; ${sourceName} still ${replacedShown === null ? 'has no number' : `says ${replacedShown}`}`;
}
