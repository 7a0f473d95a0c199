import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { DeadLetter, DeadLetterGroup } from '../../../http/schemas/optOuts.ts';
import { keys } from '../../api/keys.ts';
import { useRetryDeadLetters } from '../../api/optOuts.ts';
import { useTeam } from '../../api/team.tsx';

/** A row that was sent again, as it stood in its group. */
export interface RetriedRow {
  readonly letter: DeadLetter;
  readonly group: DeadLetterGroup;
  /** The API has taken the retry; before that there is nothing to follow. */
  readonly isTaken: boolean;
}

export interface Retried {
  readonly rows: ReadonlyMap<string, RetriedRow>;
  /** Sends some of a group again, or the whole of it, also what is not listed. */
  readonly retry: (group: DeadLetterGroup, which: readonly DeadLetter[] | 'all') => void;
  readonly leave: (id: string) => void;
  readonly error: Error | null;
}

/**
 * Sends dead letters again and remembers those rows, so that each is followed in its place (`RetriedState`) although it
 * is no dead letter any more.
 */
export function useRetried(): Retried {
  const { slug } = useTeam();
  const client = useQueryClient();
  const { mutateAsync, error } = useRetryDeadLetters();
  const [rows, setRows] = useState<ReadonlyMap<string, RetriedRow>>(new Map());

  const send = async (group: DeadLetterGroup, which: readonly DeadLetter[] | 'all'): Promise<void> => {
    const letters = which === 'all' ? group.items : which;
    const ids = letters.map((letter) => letter.id);
    const put = (isTaken: boolean) =>
      setRows((old) => new Map([...old, ...letters.map((letter) => [letter.id, { letter, group, isTaken }] as const)]));
    put(false);
    try {
      await mutateAsync(which === 'all' ? { group: group.key } : { ids });
      put(true);
    } catch {
      // `error` tells it; the rows stand in the list as before.
      setRows((old) => without(old, ids));
    }
  };
  const leave = useCallback(
    (id: string) => {
      // Read first: a row that was refused again is to stand in the list when it is no longer followed.
      void client
        .invalidateQueries({ queryKey: keys.optOuts(slug, 'dead-letters') })
        .finally(() => setRows((old) => without(old, [id])));
    },
    [client, slug],
  );
  return { rows, retry: (group, which) => void send(group, which), leave, error };
}

function without(rows: ReadonlyMap<string, RetriedRow>, ids: readonly string[]): ReadonlyMap<string, RetriedRow> {
  return new Map([...rows].filter(([id]) => !ids.includes(id)));
}
