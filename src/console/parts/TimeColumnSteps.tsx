import { Button, Drawer, List, Tabs, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { CopyId } from './CopyId.tsx';
import type { TimeColumnHelp } from './WholeDay.tsx';

interface TimeColumnStepsProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly help: TimeColumnHelp;
}

/**
 * How an admin adds a formula field with the time of the last change, and puts it into the Report: in Lightning and in
 * Classic.
 * @see https://help.salesforce.com/s/articleView?id=platform.adding_fields.htm
 */
export function TimeColumnSteps({ opened, onClose, help }: TimeColumnStepsProps) {
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      title="Add a column with the date and time"
      position="right"
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Text className="rc-prose">
        Standard date columns of a Report leave out the time. A formula field that holds it takes a Salesforce admin
        about three minutes; no data changes.
      </Text>
      <Tabs defaultValue="lightning" mt="md">
        <Tabs.List aria-label="Which Salesforce">
          <Tabs.Tab value="lightning">Lightning</Tabs.Tab>
          <Tabs.Tab value="classic">Classic</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="lightning" pt="md">
          <Steps steps={lightning(help)} />
        </Tabs.Panel>
        <Tabs.Panel value="classic" pt="md">
          <Steps steps={classic(help)} />
        </Tabs.Panel>
      </Tabs>
      <Text mt="md" className="rc-prose">
        Then choose the new column here as Last modified.
      </Text>
      <Button mt={8} variant="default" loading={help.isReading} onClick={help.onReadColumns}>
        Read the columns again
      </Button>
      <Text size="sm" c="dimmed" mt={8} className="rc-prose">
        A column that was just added can take a minute or two to be seen here.
      </Text>
    </Drawer>
  );
}

function Steps({ steps }: { readonly steps: readonly ReactNode[] }) {
  return (
    <List type="ordered" spacing={8}>
      {steps.map((step, index) => (
        <List.Item key={index}>{step}</List.Item>
      ))}
    </List>
  );
}

/** What both have in common: from choosing the type to who may see the field. */
function theField({ recordType, userName }: TimeColumnHelp): readonly ReactNode[] {
  return [
    <>
      Choose <b>Formula</b> as the data type, then <b>Next</b>.
    </>,
    <>
      Field label: <CopyId value="Modified Time" label="field label" whole />
    </>,
    <>
      Formula return type: <b>Date/Time</b>, then <b>Next</b>.
    </>,
    <>
      Formula: <CopyId value="LastModifiedDate" label="formula" whole /> Leave blank field handling as it is, then{' '}
      <b>Next</b>.
    </>,
    <>
      Tick <b>Visible</b> for the profile of the API user{userName === null ? '' : `, ${userName}`}, then <b>Next</b>.
      Without this the column stays hidden from Rollcall.
    </>,
    <>
      Page layouts: untick them if nobody needs to see the field on a {recordType.toLowerCase()}, then <b>Save</b>.
    </>,
  ];
}

function lightning(help: TimeColumnHelp): readonly ReactNode[] {
  return [
    <>
      In Salesforce, open <b>Setup</b> (the gear) → <b>Object Manager</b> → <b>{help.recordType}</b> →{' '}
      <b>Fields &amp; Relationships</b> → <b>New</b>.
    </>,
    ...theField(help),
    <>
      Open the Report “{help.sourceName}” → <b>Edit</b> → <b>Outline</b> → <b>Add column</b> → <b>Modified Time</b>,
      then <b>Save</b>.
    </>,
  ];
}

function classic(help: TimeColumnHelp): readonly ReactNode[] {
  return [
    <>
      In Salesforce, open <b>Setup</b> → <b>Customize</b> → <b>{help.recordType}s</b> → <b>Fields</b> →{' '}
      <b>{help.recordType} Custom Fields &amp; Relationships</b> → <b>New</b>.
    </>,
    ...theField(help),
    <>
      Open the Report “{help.sourceName}” → <b>Customize</b>, drag <b>Modified Time</b> from the fields into the
      columns, then <b>Save</b>.
    </>,
  ];
}
