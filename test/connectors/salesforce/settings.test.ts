import assert from 'node:assert/strict';
import { checkSettings, normaliseLoginUrl, recordUrl } from '../../../connectors/salesforce/settings.ts';

const BASE = { method: 'web_server', environment: 'production', clientId: '3MVG9.key', loginUrl: '' };

function problems(input: Record<string, unknown>): Record<string, string> {
  const check = checkSettings(input);
  return check.ok ? {} : Object.fromEntries(check.problems.map(({ field, message }) => [field, message]));
}

function loginUrl(input: Record<string, unknown>): unknown {
  const check = checkSettings(input);
  assert.ok(check.ok, JSON.stringify(check));
  return check.settings['loginUrl'];
}

describe('salesforce settings', () => {
  it('uses the common sign-in host of the environment when no address is given', () => {
    assert.equal(loginUrl(BASE), 'https://login.salesforce.com');
    assert.equal(loginUrl({ ...BASE, environment: 'sandbox' }), 'https://test.salesforce.com');
  });

  it('replaces the common host of the other environment after switching', () => {
    assert.equal(
      loginUrl({ ...BASE, environment: 'sandbox', loginUrl: 'https://login.salesforce.com' }),
      'https://test.salesforce.com',
    );
  });

  it('keeps a My Domain, without path, in lower case, with https added', () => {
    for (const typed of [
      'acme.my.salesforce.com',
      'https://ACME.my.salesforce.com/',
      ' https://acme.my.salesforce.com/lightning/page/home?x=1 ',
    ]) {
      assert.equal(loginUrl({ ...BASE, environment: 'custom', loginUrl: typed }), 'https://acme.my.salesforce.com');
    }
  });

  it('gives the same settings again when they are checked again', () => {
    const first = checkSettings({ ...BASE, environment: 'custom', loginUrl: 'acme.my.salesforce.com', extra: 1 });
    assert.ok(first.ok);
    assert.deepEqual(checkSettings(first.settings), first);
    assert.deepEqual(Object.keys(first.settings).sort(), ['clientId', 'environment', 'loginUrl', 'method']);
  });

  it('names the right address for a host that only serves pages', () => {
    const expected: Record<string, string> = {
      'https://acme.lightning.force.com/lightning/page/home': 'https://acme.my.salesforce.com',
      'acme--uat.sandbox.lightning.force.com': 'https://acme--uat.sandbox.my.salesforce.com',
      'https://acme.my.salesforce-setup.com/lightning/setup': 'https://acme.my.salesforce.com',
    };
    for (const [typed, meant] of Object.entries(expected)) {
      const found = normaliseLoginUrl(typed);
      assert.ok('problem' in found && found.problem.includes(`Enter ${meant} instead`), JSON.stringify(found));
    }
  });

  it('refuses http except for hosts inside the own network, which the host guard then decides about', () => {
    assert.match(
      problems({ ...BASE, environment: 'custom', loginUrl: 'http://acme.my.salesforce.com' })['loginUrl']!,
      /https/,
    );
    assert.equal(
      loginUrl({ ...BASE, environment: 'custom', loginUrl: 'http://127.0.0.1:8080/' }),
      'http://127.0.0.1:8080',
    );
    assert.equal(
      loginUrl({ ...BASE, environment: 'custom', loginUrl: 'http://localhost:8080' }),
      'http://localhost:8080',
    );
  });

  it('refuses credentials in the address, other schemes and unreadable text', () => {
    for (const typed of [
      'https://me:secret@acme.my.salesforce.com',
      'ftp://acme.my.salesforce.com',
      'https://',
      'a b',
    ]) {
      assert.ok(problems({ ...BASE, environment: 'custom', loginUrl: typed })['loginUrl'], typed);
    }
  });

  it('needs a My Domain for client credentials, and for custom', () => {
    const clientCredentials = { ...BASE, method: 'client_credentials' };
    assert.match(problems(clientCredentials)['loginUrl']!, /My Domain/);
    assert.match(problems({ ...clientCredentials, loginUrl: 'https://test.salesforce.com' })['loginUrl']!, /My Domain/);
    assert.equal(
      loginUrl({ ...clientCredentials, loginUrl: 'acme.my.salesforce.com' }),
      'https://acme.my.salesforce.com',
    );
    assert.match(problems({ ...BASE, environment: 'custom' })['loginUrl']!, /empty/);
  });

  it('says what is wrong field by field', () => {
    assert.deepEqual(Object.keys(problems({})).sort(), ['clientId', 'environment', 'method']);
    assert.match(problems({ ...BASE, clientId: '3MVG9 key' })['clientId']!, /space/);
  });

  it('needs a user name for a certificate, and keeps it for nothing else', () => {
    const jwt = { ...BASE, method: 'jwt_bearer' };
    assert.match(problems(jwt)['username']!, /is empty/);
    assert.match(problems({ ...jwt, username: 'api user' })['username']!, /name@domain/);
    const named = { ...jwt, username: ' api@riverside.example ' };
    const check = checkSettings(named);
    assert.equal(check.ok && check.settings['username'], 'api@riverside.example');
    const signedIn = checkSettings({ ...named, method: 'web_server' });
    assert.equal(signedIn.ok && 'username' in signedIn.settings, false);
  });

  it('tells where a record opens when it knows the org’s own address', () => {
    const stored = { ...BASE, environment: 'custom', loginUrl: 'https://acme.my.salesforce.com' };
    assert.equal(
      recordUrl(stored, 'Contact', '003RO0000035WQgYAM'),
      'https://acme.my.salesforce.com/003RO0000035WQgYAM',
    );
    assert.equal(recordUrl(BASE, 'Contact', '003RO0000035WQgYAM'), null);
  });
});
