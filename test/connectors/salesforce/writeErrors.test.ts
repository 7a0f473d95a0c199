import assert from 'node:assert/strict';
import { outcomeOf, type WriteError } from '../../../connectors/salesforce/writeErrors.ts';
import { recording } from './recordings.ts';

interface Exchanges {
  readonly recorded: readonly {
    readonly body: readonly { readonly success: boolean; readonly errors: readonly WriteError[] }[];
  }[];
}

const retry = (statusCode: string, message: string): number => {
  const outcome = outcomeOf([{ statusCode, message }]);
  assert.equal(outcome.kind, 'retry', statusCode);
  return outcome.kind === 'retry' ? outcome.delayMs : 0;
};

describe('salesforce write errors', () => {
  it('waits seconds for a lock, longer for an outage, hours for an approval', () => {
    assert.ok(retry('UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access to this record') <= 10_000);
    assert.ok(retry('SERVER_UNAVAILABLE', 'try later') >= 30_000);
    assert.ok(retry('ENTITY_IS_LOCKED', 'entity is locked') >= 3_600_000);
  });

  it('tells the daily limit from too many calls at once', () => {
    assert.ok(retry('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.') >= 3_600_000);
    assert.ok(
      retry('REQUEST_LIMIT_EXCEEDED', 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.') <= 60_000,
    );
  });

  it('finds the lock that hides in a trigger’s failure', () => {
    assert.ok(
      retry(
        'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
        'T1: execution of AfterUpdate caused by: UNABLE_TO_LOCK_ROW, unable to',
      ) <= 10_000,
    );
    assert.equal(
      outcomeOf([{ statusCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', message: 'T1: NullPointerException' }]).kind,
      'refused',
    );
  });

  it('keeps the vendor’s words and adds what to do, for every recorded refusal', () => {
    const refused = recording<Exchanges>('collection-writes.v42.json').recorded.flatMap(({ body }) =>
      body.filter(({ success }) => !success),
    );
    assert.ok(refused.length >= 3);
    for (const { errors } of refused) {
      const outcome = outcomeOf(errors);
      assert.ok(
        outcome.kind === 'refused' && outcome.reason === errors[0]!.message && outcome.remedy.length > 20,
        JSON.stringify(outcome),
      );
    }
  });

  it('refuses what nobody listed, so that a person sees it', () => {
    const outcome = outcomeOf([{ statusCode: 'SOMETHING_NEW', message: 'New words.' }]);
    assert.ok(outcome.kind === 'refused' && outcome.code === 'SOMETHING_NEW' && outcome.remedy !== '');
    assert.equal(outcomeOf([]).kind, 'refused');
  });
});
