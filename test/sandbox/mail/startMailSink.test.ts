import assert from 'node:assert/strict';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { startMailSink, type MailSink } from './startMailSink.ts';

describe('the mail sink', () => {
  let sink: MailSink;

  beforeEach(async () => {
    sink = await startMailSink();
  });
  afterEach(() => sink.close());

  const send = async (mail: SendMailOptions): Promise<void> => {
    const transport = createTransport(sink.smtpUrl);
    await transport.sendMail({ from: 'rollcall@example.edu', ...mail });
    transport.close();
  };

  it('keeps a mail with its texts, headers and files', async () => {
    const waiting = sink.waitFor(1);
    await send({
      to: 'Ñandú <admin@example.edu>',
      bcc: 'quiet@example.edu',
      subject: 'Import finished – 4,198 updated für André and a subject long enough to be folded twice',
      text: 'Línea uno\n=equals=\n.dot\n',
      html: '<p>Línea <b>uno</b></p>',
      headers: { 'X-Run': '42' },
      attachments: [{ filename: 'errores ñ.csv', content: 'a,b\r\n1,ñ\r\n', contentType: 'text/csv' }],
    });
    await waiting;
    const [mail] = sink.messages;
    assert.equal(mail!.from, 'rollcall@example.edu');
    assert.deepEqual([...mail!.to].sort(), ['admin@example.edu', 'quiet@example.edu']);
    assert.equal(
      mail!.subject,
      'Import finished – 4,198 updated für André and a subject long enough to be folded twice',
    );
    assert.equal(mail!.text, 'Línea uno\n=equals=\n.dot');
    assert.equal(mail!.html, '<p>Línea <b>uno</b></p>');
    assert.equal(mail!.headers['x-run'], '42');
    assert.match(mail!.headers['to']!, /Ñandú/);
    assert.deepEqual(
      mail!.attachments.map((file) => [file.filename, file.contentType, file.content.toString()]),
      [['errores ñ.csv', 'text/csv', 'a,b\r\n1,ñ\r\n']],
    );
  });

  it('shows what arrived on a page, newest first, and runs none of it', async () => {
    await send({ to: 'a@example.edu', subject: 'First', text: 'one' });
    await send({ to: 'a@example.edu', subject: '<script>alert(1)</script>', html: '<p>two</p>' });
    await sink.waitFor(2);
    const list = await (await fetch(sink.webUrl)).text();
    assert.ok(list.indexOf('&#60;script&#62;') < list.indexOf('First') && list.includes('&#60;script'));
    const one = await fetch(`${sink.webUrl}1`);
    assert.match(one.headers.get('content-security-policy')!, /default-src 'none'/);
    assert.match(await one.text(), /<iframe sandbox/);
    assert.equal((await fetch(`${sink.webUrl}9`)).status, 404);
  });

  it('says how many came when too few did', async () => {
    await assert.rejects(sink.waitFor(1, 5), /Only 0 of 1 mails/);
  });
});
