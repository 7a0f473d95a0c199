import assert from 'node:assert/strict';
import { checkConsentChain } from '../../src/db/reads/chainCheck.ts';
import type { MappedRow } from '../../src/domain/draft.ts';
import { applyPage } from '../../src/sync/applyPage.ts';
import { receiveMessage } from '../../src/sync/receiveMessages.ts';
import type { SyncContext } from '../../src/sync/context.ts';
import { createTestBed, MAPPING, type TestBed } from '../support/testBed.ts';
import { until } from '../support/until.ts';
import { HeldTransaction } from './holdTransaction.ts';

/** What the page does to the contact whose number says STOP. */
const CASES = ['is known', 'is made by the page', 'gets the number in the page', 'gives the number up in the page'] as const;
const SAYS = ['opted_in', 'opted_out', 'keep'] as const;

/** Which of the two is held in the middle while the other comes. */
const HELD = ['the page', 'the STOP'] as const;

interface Round {
  readonly kind: (typeof CASES)[number];
  readonly says: (typeof SAYS)[number];
  readonly held: (typeof HELD)[number];
  readonly at: number;
}

interface ContactRow {
  id: string;
  mobile: string;
  opted_out: boolean;
  /** What the ledger folds to. */
  folded: string | null;
  /** The newest that waits for the CRM. */
  sent: string | null;
}

const EARLIER = new Date('2026-11-20T15:00:00Z');
const LATER = new Date('2026-11-20T15:10:00Z');

/** Page and STOP, each in a session of its own, one of them held at every statement and at its commit in turn. */
describe('a STOP in the middle of the page that imports its contact', function () {
  this.timeout(120_000);
  let bed: TestBed;
  let rounds = 0;

  before(async () => {
    bed = await createTestBed({ sandbox: { contacts: 0, leads: 0 } });
  });
  after(() => bed.close());

  const row = (recordId: string, mobile: string, modifiedAt: Date, says: Round['says'] = 'keep'): MappedRow => ({
    ok: true,
    warnings: [],
    draft: {
      recordId,
      modifiedAt,
      firstName: 'Pat',
      lastName: 'Reed',
      mobile,
      userId: null,
      optOut: says,
      optOutSaid: says === 'keep' ? null : says === 'opted_out',
      custom: null,
    },
  });

  const page = (ctx: SyncContext, rows: readonly MappedRow[]): Promise<unknown> =>
    ctx.dataSource.transaction((tx) =>
      applyPage(tx, {
        teamId: bed.teamId,
        connectionId: bed.connectionId,
        connectionName: 'Salesforce',
        recordType: 'Contact',
        runId: null,
        optOut: MAPPING.optOut,
        assignsUsers: false,
        rows,
        firstRow: 1,
        now: ctx.now(),
      }),
    );

  const stop = (ctx: SyncContext, from: string): Promise<unknown> =>
    receiveMessage(ctx, {
      provider: 'twilio',
      providerId: `SM${rounds}`,
      teamId: bed.teamId,
      from,
      to: '+17165550100',
      body: 'STOP',
      verdict: null,
    });

  const waitsForALock = async (): Promise<boolean> => {
    const waiting = await bed.sql(
      `select 1 from pg_locks l join pg_stat_activity a on a.pid = l.pid
       where not l.granted and a.datname = current_database()`,
    );
    return waiting.length > 0;
  };

  /** @returns where the one was held; null when it has no such place */
  async function play({ kind, says, held, at }: Round): Promise<string | null> {
    rounds += 1;
    const record = `r${rounds}`;
    const [number, other] = [`+1716${2_000_000 + rounds * 2}`, `+1716${2_000_001 + rounds * 2}`];
    if (kind !== 'is made by the page') {
      const known = kind === 'gets the number in the page' ? other : number;
      await page(bed.ctx, [row(record, known, EARLIER)]);
    }
    const moved = kind === 'gives the number up in the page' ? other : number;
    const both = {
      'the page': (ctx: SyncContext) => page(ctx, [row(record, moved, LATER, says)]),
      'the STOP': (ctx: SyncContext) => stop(ctx, number),
    };
    const hold = new HeldTransaction(at);
    const first = both[held](hold.context(bed.ctx));
    const point = await hold.arrived;
    let isOver = false;
    const second = both[held === 'the page' ? 'the STOP' : 'the page'](bed.ctx).finally(() => (isOver = true));
    if (point !== null) await until(async () => isOver || (await waitsForALock()), { what: `the other one, at ${point}` });
    hold.letGo();
    await Promise.all([first, second]);
    await check(record, number, says);
    return point;
  }

  async function check(record: string, number: string, says: Round['says']): Promise<void> {
    const [contact] = await bed.sql<ContactRow>(
      `select c.id::text, c.mobile, c.opted_out,
         (select change from consent_event where contact_id = c.id order by seq desc limit 1) as folded,
         (select change from outbox where contact_id = c.id and state = 'waiting' order by id desc limit 1) as sent
       from contact c where c.contact_id = $1`,
      [record],
    );
    assert.ok(contact);
    assert.equal(contact.folded ?? 'opted_in', contact.opted_out ? 'opted_out' : 'opted_in', 'the ledger folds to the state');
    const heard = await bed.sql<{ contact_id: string | null }>(
      `select contact_id::text from consent_event where cause = 'stop_message' and mobile = $1 and evidence ? 'message'`,
      [number],
    );
    assert.equal(heard.length, 1, 'the STOP stands in the ledger, once');
    const [stands] = await bed.sql('select 1 from number_stop where mobile = $1', [number]);
    assert.ok(stands, 'the number is remembered');
    if (contact.mobile !== number && heard[0]!.contact_id === null) return;
    assert.equal(contact.opted_out, true, 'who has said STOP, or has a number that did, is not textable');
    if (says !== 'opted_out') assert.equal(contact.sent, 'opted_out', 'the CRM will hear of it');
  }

  for (const held of HELD) {
    for (const kind of CASES) {
      it(`stands, with ${held} held at each of its statements, when the contact ${kind}`, async () => {
        const points = new Set<string>();
        const before = rounds;
        for (const says of SAYS) {
          for (let at = 0; ; at += 1) {
            const point = await play({ kind, says, held, at });
            if (point === null) break;
            points.add(point);
          }
        }
        assert.ok(points.size >= 5 && points.has('commit'), [...points].join('\n'));
        assert.ok(rounds - before >= 15, `${rounds - before} rounds`);
        assert.equal((await checkConsentChain(bed.ctx.dataSource.manager, bed.teamId)).brokenAt, null);
      });
    }
  }
});
