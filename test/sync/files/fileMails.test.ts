import assert from 'node:assert/strict';
import { errorAttachment } from '../../../src/sync/files/errorFile.ts';
import { sendMails } from '../../../src/sync/sendMails.ts';
import { createMailer } from '../../../src/wiring/createMailer.ts';
import { startMailSink } from '../../sandbox/mail/startMailSink.ts';
import { createFileBed, csvOf, type FileBed, type FileTeam } from './fileBed.ts';

const DAY = 86_400_000;

describe('mails about files', () => {
  let bed: FileBed;
  let sink: Awaited<ReturnType<typeof startMailSink>>;
  before(async () => {
    [bed, sink] = await Promise.all([createFileBed(), startMailSink()]);
  });
  after(() => Promise.all([bed.close(), sink.close()]));

  const withMail = async (more: { attachErrors?: boolean } = {}): Promise<FileTeam> => {
    const team = await bed.addTeam();
    await team.sql('update import_config set notify = $2 where connection_id = $1', [
      team.connectionId,
      JSON.stringify({ addresses: ['dana@example.test'], when: 'every', ...more }),
    ]);
    return team;
  };
  /** The mails that are due, by a server of its own. */
  const sent = async () => {
    const before = sink.messages.length;
    const mailer = createMailer({ smtpUrl: sink.smtpUrl, mailFrom: 'Rollcall <rollcall@example.test>' });
    await sendMails(bed.ctx, mailer);
    return sink.messages.slice(before);
  };
  const faulty = `${csvOf([1, 2, 3])}10009,,=Reed,716,Reed,false\n`;

  it('say what became of the file’s rows, with those in error attached to be corrected', async () => {
    const team = await withMail();
    bed.folder.put(`${team.at}Stu_1120.csv`, faulty, 1);
    const run = await team.run();
    const [mail, ...others] = await sent();
    assert.deepEqual([mail?.subject, others], ['Import completed with 1 error: Campus SFTP', []]);
    assert.match(
      mail!.text,
      /^Stu_1120\.csv held 4 rows: 3 imported \(3 created, 0 updated, 0 unchanged\), 1 error, 0 skipped\.$/m,
    );
    assert.ok(mail!.text.includes(`/runs/${run.id}`) && mail!.text.includes('upload that file'));
    const [file] = mail!.attachments;
    assert.deepEqual([file?.filename, file?.contentType], ['errors_Stu_1120.csv', 'text/csv']);
    assert.match(
      file!.content.toString(),
      /^\ufeff"Id","First","Last","Mobile","Advisor","Out","Line","Status","Errors"\r\n"10009","","'=Reed","716","Reed","false","5","Error","[^"]+"\r\n$/,
    );
    assert.doesNotMatch(mail!.text, /10009|=Reed/);
  });

  it('attach the first rows of many, and say how many more there are', async () => {
    const team = await withMail();
    bed.folder.put(`${team.at}Stu`, `${faulty}10010,,Lee,716,Reed,false\n`, 1);
    const { id } = await team.run();
    await sent();
    const db = bed.ctx.dataSource.manager;
    const whole = (await errorAttachment(db, id))!;
    const first = (await errorAttachment(db, id, Buffer.byteLength(whole.content) - 1))!;
    assert.deepEqual([whole.rows, first.rows], [2, 1]);
    assert.ok(whole.content.startsWith(first.content));
    assert.equal(await errorAttachment(db, id, 20), null);
  });

  it('attach nothing when the import says so', async () => {
    const team = await withMail({ attachErrors: false });
    bed.folder.put(`${team.at}Stu`, faulty, 1);
    await team.run();
    const [mail] = await sent();
    assert.deepEqual([mail?.attachments, mail?.text.includes('attached')], [[], false]);
  });

  it('tell that no file came: as no news while none was expected, as a failure later', async () => {
    const team = await withMail();
    bed.folder.put(`${team.at}Stu_1120.csv`, csvOf([1]), 1);
    await team.run();
    await team.run();
    assert.deepEqual((await sent()).map(({ subject }) => subject), ['Import completed: Campus SFTP', 'No new file: Campus SFTP']);
    bed.clock.at += 2 * DAY;
    await team.run();
    const [late] = await sent();
    assert.equal(late?.subject, 'Import failed: Campus SFTP');
    assert.match(late!.text, /^No new file in .+ since Stu_1120\.csv/m);
    assert.doesNotMatch(late!.text, /held|Rows read/);
  });
});
