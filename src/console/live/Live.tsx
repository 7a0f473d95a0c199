import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { keys } from '../api/keys.ts';
import { teamPath } from '../api/request.ts';
import { useTeam } from '../api/team.tsx';
import { applyEvents } from './applyEvents.ts';
import { LiveStream } from './LiveStream.ts';

type LiveState = 'live' | 'interrupted';

const LiveContext = createContext<LiveState>('live');

const POLL_MS = 10_000;

/** Keeps the one event stream of this tab open for the team in the address; polls while it is cut. */
export function Live({ children }: { readonly children: ReactNode }) {
  const { slug } = useTeam();
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>('live');
  useEffect(() => {
    const refresh = () => void client.invalidateQueries({ queryKey: keys.team(slug), refetchType: 'active' });
    const stream = new LiveStream(teamPath(slug, '/events'), {
      onEvents: (events) => applyEvents(client, slug, events),
      onState: setState,
      onResync: refresh,
    });
    stream.start();
    return () => stream.stop();
  }, [client, slug]);
  useEffect(() => {
    if (state === 'live') return undefined;
    const timer = window.setInterval(() => {
      void client.invalidateQueries({ queryKey: keys.team(slug), refetchType: 'active' });
    }, POLL_MS);
    return () => window.clearInterval(timer);
  }, [client, slug, state]);
  return <LiveContext value={state}>{children}</LiveContext>;
}

export function useLiveState(): LiveState {
  return useContext(LiveContext);
}
