import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTestServer, type TestServer } from '../support/testServer.ts';

describe('GET /api/codes', () => {
  let server: TestServer;
  let codes: { code: string; title: string; why: string; remedy: string }[];
  before(async () => {
    server = await startTestServer();
    ({ codes } = (await server.browser().call<{ codes: typeof codes }>('GET', '/api/codes')).body);
  });
  after(() => server.close());

  it('says of every code what it is, why it happens and what to do', () => {
    for (const { code, title, why, remedy } of codes) {
      assert.ok(title && why && remedy, code);
      assert.ok(why.length <= 240 && remedy.length <= 240, code);
      assert.doesNotMatch(`${title} ${why} ${remedy}`, /please|oops|successfully|invalid|!/i, code);
    }
    assert.equal(new Set(codes.map(({ code }) => code)).size, codes.length);
  });

  it('knows every code that a request is refused with', () => {
    const known = new Set(codes.map(({ code }) => code));
    const folder = join(import.meta.dirname, '../../src');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.ts') && !name.startsWith('console'),
    );
    const thrown = files.flatMap((name) =>
      [...readFileSync(join(folder, name), 'utf8').matchAll(/new RequestError\(\s*'\w+',\s*'(\w+)'/g)].map(
        (match) => match[1] ?? '',
      ),
    );
    assert.ok(thrown.length > 20);
    assert.deepEqual([...new Set(thrown)].filter((code) => !known.has(code)).sort(), []);
  });
});
