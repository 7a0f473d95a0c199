import assert from 'node:assert/strict';
import { startTestServer, type TestServer } from '../support/testServer.ts';

interface Operation {
  summary?: string;
  tags?: string[];
  parameters?: { name: string; in: string }[];
  responses: Record<string, { description?: string }>;
}
interface Document {
  openapi: string;
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown> };
}

describe("the API's description", () => {
  let server: TestServer;
  let document: Document;
  let operations: { name: string; path: string; operation: Operation }[];
  before(async () => {
    server = await startTestServer();
    const answer = await server.browser().call<Document>('GET', '/api/openapi.json');
    assert.equal(answer.status, 200);
    document = answer.body;
    operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, path, operation })),
    );
  });
  after(() => server.close());

  it('is OpenAPI 3.1 and knows every route', () => {
    assert.equal(document.openapi, '3.1.0');
    assert.ok(operations.length > 45, `${operations.length} operations`);
  });

  it('says of every route what it is, where it belongs and what it answers', () => {
    const tags = new Set(document.tags.map(({ name }) => name));
    for (const { name, operation } of operations) {
      assert.ok(operation.summary, `${name} has a summary`);
      assert.ok(operation.tags?.length === 1 && tags.has(operation.tags[0] ?? ''), `${name} has a known tag`);
      assert.ok(
        Object.keys(operation.responses).some((status) => /^[23]/.test(status)),
        `${name} has an answer`,
      );
      if (!/^get \/(healthz|readyz)/.test(name)) assert.ok(operation.responses['4XX'], `${name} tells of refusals`);
      for (const { description } of Object.values(operation.responses))
        assert.ok(description && description !== 'Default Response', name);
    }
  });

  it('describes every parameter of an address', () => {
    for (const { name, path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const described = (operation.parameters ?? []).filter((one) => one.in === 'path').map((one) => one.name);
      assert.deepEqual(described.sort(), inPath.sort(), name);
    }
  });

  it('refers only to shapes that are there', () => {
    const text = JSON.stringify(document);
    const wanted = new Set([...text.matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? ''));
    assert.ok(wanted.size > 40);
    for (const reference of wanted) {
      assert.match(reference, /^#\/components\/schemas\//);
      assert.ok(document.components.schemas[reference.split('/').at(-1) ?? ''], reference);
    }
  });

  it('can be read as a page without scripts, every route on it', async () => {
    const page = await fetch(`${server.url}/api`);
    const text = await page.text();
    assert.match(page.headers.get('content-type') ?? '', /^text\/html/);
    const nonce = /<style nonce="([^"]+)">/.exec(text)?.[1] ?? '';
    assert.ok(page.headers.get('content-security-policy')?.includes(`style-src 'nonce-${nonce}'`));
    assert.doesNotMatch(text, /<script|style="|undefined|\[object/);
    for (const path of Object.keys(document.paths)) assert.ok(text.includes(path), path);
  });
});
