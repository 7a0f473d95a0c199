import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { createLog } from '../../src/config/log.ts';
import { redact, redactText } from '../../src/config/redact.ts';

describe('redactText', () => {
  for (const number of [
    '+17165550123',
    '716-555-0123',
    '1-716-555-0123',
    '(716) 555-0123',
    '7165550123',
    '17165550123',
    '716.555.0123',
  ]) {
    it(`hides the number ${number}`, () => {
      const shown = redactText(`from ${number}, again`);
      assert.equal(shown, 'from [number …23], again');
    });
  }

  for (const text of [
    '2026-11-21T02:57:00.000Z',
    '3f1c9a52-7165-5501-2345-716555012345',
    '0035g00000ABCDEAA2',
    'took 1250 ms for 200000 rows',
    'http://127.0.0.1:8080/api',
    'port 5432, v62.0',
  ]) {
    it(`leaves “${text}” alone`, () => assert.equal(redactText(text), text));
  }

  it('hides secrets in addresses, headers and queries', () => {
    const text = redactText(
      'postgres://user:hunter2@host/db Bearer 00Dxx0000001gPL!AQ.secret rc_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG ' +
        'https://x/token?code=abc.def&refresh_token=5Aep861&ok=1 00D5g000001abcd!AQEAQ.secret',
    );
    for (const secret of ['hunter2', 'AQ.secret', '0123456789abc', 'abc.def', '5Aep861', 'AQEAQ'])
      assert.equal(text.includes(secret), false, secret);
    assert.match(text, /user:\[secret\]@host/);
    assert.match(text, /&ok=1/);
  });
});

describe('redact', () => {
  it('hides details by their names, however deep', () => {
    const shown = redact({
      a: { clientSecret: 'x', accessToken: 'y', password: 'z', list: [{ from: '+17165550123', to: 7165550123 }] },
      code: 'run_busy',
      state: 'running',
    });
    assert.deepEqual(shown, {
      a: {
        clientSecret: '[secret]',
        accessToken: '[secret]',
        password: '[secret]',
        list: [{ from: '[number …23]', to: '[number …23]' }],
      },
      code: 'run_busy',
      state: 'running',
    });
  });

  it("keeps an error's message, code, stack and cause, and nothing that hangs on it", () => {
    const error = Object.assign(new Error('call to 716-555-0123 failed', { cause: new Error('socket') }), {
      code: 'ECONNRESET',
      config: { headers: { authorization: 'Bearer abcdefghijkl' } },
    });
    const shown = JSON.stringify(redact({ error }));
    assert.match(shown, /ECONNRESET/);
    assert.match(shown, /socket/);
    assert.match(shown, /log\.test\.ts/);
    assert.doesNotMatch(shown, /abcdefghijkl|0123/);
  });

  it('survives what refers to itself', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    assert.ok(JSON.stringify(redact(loop)));
  });
});

describe('createLog', () => {
  const lines = async (format: 'json' | 'text', level: 'info' | 'warn' = 'info'): Promise<string[]> => {
    const stream = new PassThrough();
    const log = createLog({ logLevel: level, logFormat: format }, stream);
    log.info('A page was committed', { runId: 'r1', rows: 2000 });
    log.error('The run failed', { error: new Error('no answer'), authToken: 'x' });
    await new Promise((resolve) => setImmediate(resolve));
    return String(stream.read()).trim().split('\n');
  };

  it('writes one JSON object a line', async () => {
    const [info, error] = (await lines('json')).map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.equal(info?.['message'], 'A page was committed');
    assert.deepEqual(info?.['details'], { runId: 'r1', rows: 2000 });
    assert.equal(error?.['level'], 'error');
    assert.match(JSON.stringify(error), /no answer/);
    assert.match(JSON.stringify(error), /"authToken":"\[secret\]"/);
  });

  it('writes text for people, an error with its stack', async () => {
    const [info, error, stack] = await lines('text');
    assert.match(info ?? '', /^\d\d:\d\d:\d\d info {2}A page was committed runId=r1 rows=2000$/);
    assert.match(error ?? '', /error The run failed authToken=\[secret\]$/);
    assert.match(stack ?? '', /Error: no answer/);
  });

  it('leaves out what is less important than asked for', async () => {
    assert.equal((await lines('json', 'warn')).length, 1);
  });
});
