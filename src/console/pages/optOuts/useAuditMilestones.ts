import { useEffect, useRef } from 'react';
import type { DriftAudit } from '../../../http/schemas/drift.ts';
import { isAuditOver } from '../../api/drift.ts';
import { useAnnounce } from '../../live/Announcer.tsx';
import { auditSentence } from './driftWords.ts';

/** Tells people who hear the page how far an audit is, each 10 %, and how it ended; a failure at once. */
export function useAuditMilestones(audit: DriftAudit | undefined): void {
  const announce = useAnnounce();
  const told = useRef<string | null>(null);
  useEffect(() => {
    if (audit === undefined) return;
    const tenth = audit.total === 0 ? 0 : Math.floor((audit.compared / audit.total) * 10);
    const stage = isAuditOver(audit) ? `${audit.id} ${audit.state}` : `${audit.id} ${audit.state} ${tenth}`;
    const before = told.current;
    told.current = stage;
    // What the page opens with is read on the page.
    if (before === null || before === stage || !before.startsWith(`${audit.id} `)) return;
    announce(auditSentence(audit), audit.state === 'failed' ? 'assertive' : 'polite');
  }, [audit, announce]);
}
