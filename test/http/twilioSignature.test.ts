import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { isSignedByTwilio, twilioSignature } from '../../src/http/routes/webhooks/twilioSignature.ts';

const NO_BODY = Buffer.alloc(0);

describe('twilioSignature', () => {
  // From the spec file of twilio/twilio-node, recomputed.
  const token = '12345';
  const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';
  const fields = {
    CallSid: 'CA1234567890ABCDE',
    Caller: '+14158675309',
    Digits: '1234',
    From: '+14158675309',
    To: '+18005551212',
  };

  it('is what Twilio publishes for its example', () => {
    assert.equal(twilioSignature(token, url, fields), 'RSOYDt4T1cUTdK1PDd93/VVr8B8=');
  });

  it('signs text as UTF-8, untrimmed', () => {
    const message = {
      MessageSid: `SM${'0'.repeat(31)}1`,
      AccountSid: `AC${'0'.repeat(31)}1`,
      From: '+17165550123',
      To: '+17165550100',
      Body: '  Stop é',
      OptOutType: 'STOP',
      NumMedia: '0',
    };
    const address = 'https://sync.example.test/webhooks/twilio/sms?team=7';
    assert.equal(twilioSignature('0123456789abcdef0123456789abcdef', address, message), 'yDutHUKGvzvpSTuOVTDoHLXVTc0=');
  });

  it('takes each value of a repeated field once, in order', () => {
    assert.equal(twilioSignature(token, url, { A: ['2', '1', '2'] }), twilioSignature(token, url, { A: ['1', '2'] }));
    assert.equal(twilioSignature(token, `${url}A1A2`, {}), twilioSignature(token, url, { A: ['2', '1'] }));
  });
});

describe('isSignedByTwilio', () => {
  const token = '12345';
  const fields = { To: '+18005551212', Body: 'STOP' };
  const check = (signedUrl: string, url: string): boolean =>
    isSignedByTwilio(token, twilioSignature(token, signedUrl, fields), { url, fields, rawBody: NO_BODY });

  it('accepts the address with and without its port', () => {
    assert.equal(check('https://a.example/hook?x=1', 'https://a.example/hook?x=1'), true);
    assert.equal(check('https://a.example:443/hook?x=1', 'https://a.example/hook?x=1'), true);
    assert.equal(check('http://a.example:80/hook', 'http://a.example/hook'), true);
    assert.equal(check('https://a.example/hook', 'https://a.example:8443/hook'), true);
  });

  it('accepts both ways of writing a query', () => {
    assert.equal(check('https://a.example/hook?x=a%27b', "https://a.example/hook?x=a'b"), false);
    assert.equal(check("https://a.example/hook?x=a'b", 'https://a.example/hook?x=a%27b'), true);
  });

  it('refuses another address, token, field or signature', () => {
    assert.equal(check('https://a.example/hook', 'https://b.example/hook'), false);
    assert.equal(check('https://a.example/hook', 'https://a.example/hook?team=7'), false);
    const signature = twilioSignature('other', 'https://a.example/hook', fields);
    assert.equal(
      isSignedByTwilio(token, signature, { url: 'https://a.example/hook', fields, rawBody: NO_BODY }),
      false,
    );
    assert.equal(isSignedByTwilio(token, '', { url: 'https://a.example/hook', fields, rawBody: NO_BODY }), false);
    const good = twilioSignature(token, 'https://a.example/hook', fields);
    const changed = { ...fields, Body: 'START' };
    assert.equal(
      isSignedByTwilio(token, good, { url: 'https://a.example/hook', fields: changed, rawBody: NO_BODY }),
      false,
    );
  });

  it('compares the body of JSON with the hash in the query', () => {
    const rawBody = Buffer.from('{"To":"+18005551212"}');
    const url = `https://a.example/hook?bodySHA256=${createHash('sha256').update(rawBody).digest('hex')}`;
    const signature = twilioSignature(token, url, {});
    assert.equal(isSignedByTwilio(token, signature, { url, fields, rawBody }), true);
    assert.equal(isSignedByTwilio(token, signature, { url, fields, rawBody: Buffer.from('{}') }), false);
  });
});
