import { Group, Radio, Stack, TextInput } from '@mantine/core';
import type { Connection } from '../../../http/schemas/connections.ts';
import { SecretField } from './SecretField.tsx';
import { methodOf, type SalesforceDraft } from './salesforceSettings.ts';

interface SalesforceFieldsProps {
  readonly draft: SalesforceDraft;
  readonly onChange: (draft: SalesforceDraft) => void;
  /** Who set the client secret and when; undefined while none is set. */
  readonly secret: Connection['secrets'][number] | undefined;
  /** By the API's field names, with or without `settings.` and `secrets.` before them. */
  readonly errors: Readonly<Record<string, string>>;
}

/** How Rollcall signs in to Salesforce: method, environment, the app's client ID, and its secret or the user. */
export function SalesforceFields({ draft, onChange, secret, errors }: SalesforceFieldsProps) {
  const usesOwnAddress = draft.method === 'client_credentials' || draft.environment === 'custom';
  const errorOf = (group: string, field: string): string | undefined => errors[`${group}.${field}`] ?? errors[field];
  return (
    <Stack gap="lg">
      <Radio.Group
        label="Method"
        value={draft.method}
        onChange={(method) => onChange({ ...draft, method: methodOf(method) })}
        error={errorOf('settings', 'method')}
      >
        <Stack gap={8} mt={8}>
          <Radio
            value="web_server"
            label="Sign in to Salesforce"
            description="A person allows it once, in the browser. Rollcall acts as that user."
          />
          <Radio
            value="jwt_bearer"
            label="Certificate"
            description="No sign-in. Rollcall acts as the user you name, who is approved for the app in Setup."
          />
          <Radio
            value="client_credentials"
            label="Client credentials"
            description="No sign-in. Rollcall acts as the run-as user of the app."
          />
        </Stack>
      </Radio.Group>
      {draft.method !== 'client_credentials' && (
        <Radio.Group
          label="Environment"
          value={draft.environment}
          onChange={(environment) =>
            onChange({
              ...draft,
              environment: environment === 'sandbox' || environment === 'custom' ? environment : 'production',
            })
          }
          error={errorOf('settings', 'environment')}
        >
          <Group gap="lg" mt={8}>
            <Radio value="production" label="Production" />
            <Radio value="sandbox" label="Sandbox" />
            <Radio value="custom" label="My Domain or other address" />
          </Group>
        </Radio.Group>
      )}
      {usesOwnAddress && (
        <TextInput
          id="settings.loginUrl"
          label="Address"
          description="In Setup, My Domain: Current My Domain URL"
          placeholder="https://riverside.my.salesforce.com"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          value={draft.loginUrl}
          onChange={(event) => onChange({ ...draft, loginUrl: event.currentTarget.value })}
          error={errorOf('settings', 'loginUrl')}
        />
      )}
      <TextInput
        id="settings.clientId"
        label="Client ID"
        description="In the External Client App, OAuth Settings: Consumer Key"
        autoComplete="off"
        spellCheck={false}
        value={draft.clientId}
        onChange={(event) => onChange({ ...draft, clientId: event.currentTarget.value })}
        error={errorOf('settings', 'clientId')}
      />
      {draft.method === 'jwt_bearer' && (
        <TextInput
          id="settings.username"
          label="User name"
          description="In Setup, Users: the user name of the user Rollcall acts as"
          placeholder="rollcall@riverside.example"
          autoComplete="off"
          spellCheck={false}
          value={draft.username}
          onChange={(event) => onChange({ ...draft, username: event.currentTarget.value })}
          error={errorOf('settings', 'username')}
        />
      )}
      {draft.method !== 'jwt_bearer' && (
        <SecretField
          name="clientSecret"
          label="Client secret"
          description="Beside it: Consumer Secret. It is stored encrypted and never shown again."
          stored={secret}
          value={draft.clientSecret}
          onChange={(clientSecret) => onChange({ ...draft, clientSecret })}
          error={errorOf('secrets', 'clientSecret')}
        />
      )}
    </Stack>
  );
}
