import { Radio, Stack, Switch, TagsInput, Text } from '@mantine/core';
import type { ImportSettings } from '../../../http/schemas/imports.ts';
import { useMayWrite } from '../../api/team.tsx';
import { Section } from '../../layouts/Section.tsx';
import { useTheConnection } from './connectionContext.tsx';
import { PartForm } from './PartForm.tsx';
import { RecordTypePage } from './RecordTypePage.tsx';
import { useImportPart } from './useImportPart.ts';

/** Who is told about imports by mail, and when. */
export function NotificationsPage() {
  return (
    <RecordTypePage what="who is told about it">
      {(settings) => <NotificationsForm settings={settings} />}
    </RecordTypePage>
  );
}

type Notify = ImportSettings['notify'];

const WHEN = { every: 'every import', errors: 'imports with errors', failures: 'failures only' } as const;

const words = ({ addresses, when, attachErrors }: Notify): string =>
  `${addresses.join(', ') || 'nobody'}; ${WHEN[when]}${attachErrors === undefined ? '' : attachErrors ? '; with error rows' : '; without error rows'}`;

function NotificationsForm({ settings }: { readonly settings: ImportSettings }) {
  const connection = useTheConnection();
  const { mayWrite } = useMayWrite();
  const part = useImportPart<Notify>(
    connection.id,
    settings,
    (stored) => stored.notify,
    (notify) => ({ notify }),
  );
  const { draft, setDraft } = part;
  const errors = part.refusal?.fields ?? {};
  const refusedAddresses = Object.entries(errors).filter(([field]) => field.startsWith('notify.addresses'));
  return (
    <PartForm part={part} label="Notifications" words={words} find={findField}>
      <Section id="mail" title="Mail">
        <Stack gap="lg">
          <TagsInput
            id="notify.addresses"
            label="Addresses"
            description="Enter adds one. They need not be users of Rollcall."
            placeholder={draft.addresses.length === 0 ? 'name@college.edu' : undefined}
            value={[...draft.addresses]}
            onChange={(addresses) => setDraft({ ...draft, addresses: addresses.map((address) => address.trim()) })}
            splitChars={[',', ';', ' ']}
            inputMode="email"
            error={refusedAddresses.length === 0 ? undefined : refusedAddresses.map(([, message]) => message).join(' ')}
            readOnly={!mayWrite}
          />
          {draft.addresses.length === 0 && <Text>Nobody is told about imports.</Text>}
          <Radio.Group
            label="When"
            value={draft.when}
            onChange={(when) => setDraft({ ...draft, when: when === 'every' || when === 'failures' ? when : 'errors' })}
            error={errors['notify.when']}
            readOnly={!mayWrite}
          >
            <Stack gap={8} mt={8}>
              <Radio value="every" label="After every import" />
              <Radio value="errors" label="When rows have errors, or an import fails" />
              <Radio value="failures" label="Only when an import fails" />
            </Stack>
          </Radio.Group>
          {connection.connector === 'ftp' && (
            <Switch
              label="Attach error rows"
              description="Up to 5 MB, as a file that imports again once it is mended. It holds what the rows hold."
              checked={draft.attachErrors ?? true}
              onChange={(event) => setDraft({ ...draft, attachErrors: event.currentTarget.checked })}
              disabled={!mayWrite}
            />
          )}
        </Stack>
      </Section>
    </PartForm>
  );
}

function findField(field: string): { readonly label: string; readonly id: string } | undefined {
  return field.startsWith('notify.addresses') ? { label: 'Addresses', id: 'notify.addresses' } : undefined;
}
