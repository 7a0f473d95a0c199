import { lateBefore } from '../../../domain/businessDays.ts';
import type { Db } from '../../database.ts';
import { readConsentPolicy } from '../../consentPolicy.ts';

export type OptOutCounts = Awaited<ReturnType<typeof countOptOuts>>;

/**
 * A revocation that is not honoured in both systems yet: an opt-out that has not reached its CRM, of a connection that
 * stands. Follows `from outbox o join connection k on k.id = o.connection_id`.
 */
export const UNHONOURED = `o.state in ('waiting', 'in_flight', 'dead') and o.change = 'opted_out' and k.disconnected_at is null`;

/** From when the days to honour an opt-out count; follows `from outbox o`, spelled as the index has it. */
export const SINCE = 'coalesce(o.revoked_at, o.created_at)';

/** How much waits in a team: for a person, for a CRM, and how much of it is late. */
export async function countOptOuts(db: Db, teamId: string, now: Date) {
  const { businessDays } = await readConsentPolicy(db, teamId);
  const [row]: {
    review: number;
    review_late: number;
    on_crm: number;
    on_crm_late: number;
    dead: number;
    dead_opt_outs: number;
    dead_late: number;
    conflicts: number;
  }[] = await db.query(
    `select r.review, r.review_late, w.on_crm, w.on_crm_late, w.dead, w.dead_opt_outs, w.dead_late, c.conflicts
     from
       (select count(*)::int as review, (count(*) filter (where received_at < $2))::int as review_late
        from review_item where team_id = $1 and state = 'open') r,
       (select
          (count(*) filter (where o.state <> 'dead' and o.change = 'opted_out'))::int as on_crm,
          (count(*) filter (where o.state <> 'dead' and o.change = 'opted_out' and ${SINCE} < $2))::int as on_crm_late,
          (count(*) filter (where o.state = 'dead'))::int as dead,
          (count(*) filter (where o.state = 'dead' and o.change = 'opted_out'))::int as dead_opt_outs,
          (count(*) filter (where o.state = 'dead' and o.change = 'opted_out' and ${SINCE} < $2))::int as dead_late
        from outbox o join connection k on k.id = o.connection_id and k.disconnected_at is null
        where o.team_id = $1 and o.state in ('waiting', 'in_flight', 'dead')) w,
       (select count(distinct f.contact_id)::int as conflicts
        from consent_conflict f
        join contact c on c.id = f.contact_id and c.opted_out
        join connection k on k.id = f.connection_id and k.disconnected_at is null
        where f.team_id = $1 and f.resolved_at is null) c`,
    [teamId, lateBefore(now, businessDays)],
  );
  const { review, on_crm: waitingOnCrm, dead: deadLetters, conflicts } = row!;
  return {
    needsPerson: review + conflicts + deadLetters,
    waiting: review + waitingOnCrm + row!.dead_opt_outs,
    waitingOnPerson: review + row!.dead_opt_outs,
    waitingOnCrm,
    late: row!.review_late + row!.on_crm_late + row!.dead_late,
    review,
    conflicts,
    deadLetters,
  };
}
