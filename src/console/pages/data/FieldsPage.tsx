import { Box, Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useFields, useUpdateField } from '../../api/settings.ts';
import { useMayWrite } from '../../api/team.tsx';
import { ListPage } from '../../layouts/ListPage.tsx';
import { Loading } from '../../layouts/Loading.tsx';
import { DataTable } from '../../parts/DataTable.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { AddField } from './AddField.tsx';
import { fieldColumns, STANDARD_FIELDS } from './fieldColumns.tsx';

/** How many fields of its own a team may have. */
const MAX_FIELDS = 25;

/** The standard contact fields and the team's own. */
export function FieldsPage() {
  const { mayWrite, whoMay } = useMayWrite('add fields');
  const fields = useFields();
  const update = useUpdateField();
  const [adding, setAdding] = useState(false);
  const own = fields.data?.fields;
  const add =
    mayWrite && own !== undefined && own.length < MAX_FIELDS ? (
      <Button onClick={() => setAdding(true)}>Add field</Button>
    ) : undefined;
  return (
    <ListPage
      title="Fields"
      documentTitle="Fields · Data"
      count={own === undefined || own.length === 0 ? undefined : `${own.length} of ${MAX_FIELDS} custom fields`}
      actions={own === undefined || own.length === 0 ? undefined : add}
    >
      {own === undefined ? (
        fields.isPending ? (
          <Loading />
        ) : (
          <Failure error={fields.error} onRetry={() => void fields.refetch()} />
        )
      ) : (
        <>
          {update.isError && <Failure error={update.error} />}
          <DataTable
            caption="Contact fields"
            columns={fieldColumns((key) => (mayWrite ? (change) => update.mutate({ key, ...change }) : null))}
            rows={[...STANDARD_FIELDS, ...own.map((field) => ({ ...field, isStandard: false }))]}
            rowKey={(row) => row.key}
          />
          {own.length > 0 && (
            <Text size="sm" c="dimmed" mt="md" className="rc-prose">
              A required field’s column has to be in every file; its cells may be blank. What is mergeable can be put
              into the text of a message. What is visible stands beside the contact for every user.
            </Text>
          )}
          {own.length === 0 && (
            <Box mt="md">
              <EmptyState kind="nothing_yet" actions={add}>
                Only the standard fields. Add one to keep more about each contact. {mayWrite ? '' : whoMay}
              </EmptyState>
            </Box>
          )}
        </>
      )}
      <AddField opened={adding} onClose={() => setAdding(false)} />
    </ListPage>
  );
}
