import { Alert, Anchor, List } from '@mantine/core';
import { IconCircleX } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { ApiError } from '../api/apiError.ts';

export interface ErrorSummaryProps {
  readonly error: ApiError;
  /** Words for a field the API names, and the ID of its control. Fields not named here stand as sentences. */
  readonly find: (field: string) => { readonly label: string; readonly id: string } | undefined;
}

/** On top of a form whose saving was refused: takes focus and links to each field. Every entry is kept. */
export function ErrorSummary({ error, find }: ErrorSummaryProps) {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => root.current?.focus(), [error]);
  const fields = Object.entries(error.fields);
  return (
    <Alert ref={root} tabIndex={-1} color="danger" role="alert" icon={<IconCircleX aria-hidden />} title={error.message} mb="md">
      {fields.length > 0 && (
        <List spacing={4}>
          {fields.map(([field, message]) => {
            const known = find(field);
            return (
              <List.Item key={field}>
                {known === undefined ? (
                  message
                ) : (
                  <Anchor
                    href={`#${known.id}`}
                    onClick={(event) => {
                      event.preventDefault();
                      document.getElementById(known.id)?.focus();
                    }}
                  >
                    {known.label}: {message}
                  </Anchor>
                )}
              </List.Item>
            );
          })}
        </List>
      )}
    </Alert>
  );
}
