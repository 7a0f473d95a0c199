import { useEffect, useRef } from 'react';
import type { RunDetails } from '../../../http/schemas/runs.ts';
import { count } from '../../format/number.ts';
import { useAnnounce } from '../../live/Announcer.tsx';
import { runSentence } from './runSentence.ts';

const EVERY_MS = 30_000;
const EVERY_TENTH = 0.1;

/** Tells people who hear the page how far a run is, each 10 % or 30 s, and how it ended; a failure at once. */
export function useMilestones(run: RunDetails | undefined): void {
  const announce = useAnnounce();
  const told = useRef<{ id: string; state: string; tenth: number; at: number } | null>(null);
  useEffect(() => {
    if (run === undefined) return;
    const share = run.sourceRows === null || run.sourceRows === 0 ? 0 : run.outcomes.read / run.sourceRows;
    const tenth = Math.floor(share / EVERY_TENTH);
    const now = performance.now();
    const before = told.current;
    if (before === null || before.id !== run.id) {
      told.current = { id: run.id, state: run.state, tenth, at: now };
      return;
    }
    const hasEnded = before.state !== run.state && run.state !== 'running' && run.state !== 'queued';
    const isMilestone = run.state === 'running' && (tenth > before.tenth || now - before.at > EVERY_MS);
    if (hasEnded) announce(runSentence(run), run.state === 'failed' ? 'assertive' : 'polite');
    else if (isMilestone) announce(`${count(run.outcomes.read)} rows read, ${count(run.outcomes.errors)} errors`);
    if (hasEnded || isMilestone) told.current = { id: run.id, state: run.state, tenth, at: now };
  }, [run, announce]);
}
