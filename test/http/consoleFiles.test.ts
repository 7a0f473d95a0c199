import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestServer, type TestServer } from '../support/testServer.ts';

describe("the console's files", () => {
  let folder: string;
  let server: TestServer;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rollcall-console-'));
    server = await startTestServer({ consoleFolder: folder });
  });
  after(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });
  const get = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(server.url + path, { redirect: 'manual', ...init });

  it('say how they are made when they are missing', async () => {
    const answer = await get('/t/admissions');
    assert.equal(answer.status, 503);
    assert.match(await answer.text(), /npm run build:console/);
  });

  describe('once they are built', () => {
    before(async () => {
      await mkdir(join(folder, 'assets'));
      await writeFile(
        join(folder, 'index.html'),
        '<!doctype html><meta name="csp-nonce" content="__CSP_NONCE__"><script nonce="__CSP_NONCE__" src="/assets/main-1a2b.js"></script>',
      );
      await writeFile(join(folder, 'assets', 'main-1a2b.js'), 'console.log(1)');
      await writeFile(join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
      await writeFile(join(folder, '.secret.js'), 'x');
    });

    it('answer every address of the console with the page, a nonce of its own each time', async () => {
      const nonces = new Set<string>();
      for (const path of ['/', '/t/admissions/contacts?q=x', '/first-run/abc', '/codes/phone_digits']) {
        const answer = await get(path);
        assert.equal(answer.status, 200, path);
        const text = await answer.text();
        const nonce = /content="([^"]+)"/.exec(text)?.[1] ?? '';
        assert.ok(nonce.length >= 20);
        assert.ok(text.includes(`<script nonce="${nonce}"`));
        const policy = answer.headers.get('content-security-policy') ?? '';
        assert.ok(policy.includes(`script-src 'self' 'nonce-${nonce}'`));
        assert.doesNotMatch(policy, /unsafe/);
        assert.equal(answer.headers.get('cache-control'), 'no-cache');
        nonces.add(nonce);
      }
      assert.equal(nonces.size, 4);
    });

    it('keep what has its hash in the name for ever, and ask again for the rest', async () => {
      const asset = await get('/assets/main-1a2b.js');
      assert.equal(asset.status, 200);
      assert.match(asset.headers.get('content-type') ?? '', /javascript/);
      assert.equal(asset.headers.get('cache-control'), 'public, max-age=31536000, immutable');
      const icon = await get('/icon.svg');
      assert.equal(icon.status, 200);
      assert.equal(icon.headers.get('cache-control'), 'no-cache');
    });

    it('are missing where they are missing, and nothing else can be read', async () => {
      for (const path of [
        '/assets/none.js',
        '/none.js',
        '/.secret.js',
        '/..%2f..%2fpackage.json',
        '/assets/..%2findex.html',
        '/assets/../../package.json',
      ]) {
        const answer = await get(path);
        assert.equal(answer.status, 404, path);
        assert.equal(((await answer.json()) as { code: string }).code, 'not_found', path);
      }
    });

    it('are never the answer to an address of the API', async () => {
      for (const [path, method] of [
        ['/api/nowhere', 'GET'],
        ['/webhooks/none', 'GET'],
        ['/oauth/none', 'GET'],
        ['/t/admissions', 'POST'],
      ] as const) {
        const answer = await get(path, { method });
        assert.equal(answer.status, 404, path);
        assert.match(answer.headers.get('content-type') ?? '', /json/);
      }
    });
  });

  it('come, like every answer, with headers that keep others out', async () => {
    for (const path of ['/', '/api/me', '/api/nowhere']) {
      const { headers } = await get(path);
      assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
      assert.equal(headers.get('x-frame-options'), 'DENY', path);
      assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'.*frame-ancestors 'none'/, path);
      assert.ok(headers.get('x-request-id'), path);
    }
    assert.equal((await get('/api/me')).headers.get('cache-control'), 'no-store');
  });

  it('and a database that answers make the server ready', async () => {
    assert.equal((await get('/healthz')).status, 200);
    assert.equal((await get('/readyz')).status, 200);
  });
});
