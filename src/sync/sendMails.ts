import type { Db } from '../db/database.ts';
import { countErrorRows } from '../db/reads/errorRows.ts';
import type { SyncContext } from './context.ts';
import { queueDeadLetterMails } from './deadLetterMails.ts';
import { queueFaultMails } from './faultMails.ts';
import { errorAttachment } from './files/errorFile.ts';
import { queueAwayMails, queueBackMails } from './writeBackMails.ts';

/** Sends one mail. @throws when the server refuses it or can't be reached */
export type Mailer = (mail: {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Stable over tries, so that a mail that was sent twice is shown once. */
  readonly messageId: string;
  readonly attachments?: readonly { readonly filename: string; readonly content: string }[];
}) => Promise<void>;

interface DueMail {
  id: number;
  address: string;
  subject: string;
  body: string;
  attempts: number;
  run_id: string | null;
  attachment: 'error_rows' | null;
}

const MAX_TRIES = 8;
const BATCH = 50;

/**
 * Sends the mails that are due, those about what stands (connections that broke, dead letters, a CRM that is away)
 * included, each on its own, so that one refused address hides no other. A mail that can't be delivered is tried again
 * with growing pauses for about a day, then marked failed and shown with its run; it never fails the import.
 *
 * @param mailer - null when no mail server is set up: mails are marked failed, saying so
 * @returns how many were sent
 */
export async function sendMails(ctx: SyncContext, mailer: Mailer | null): Promise<number> {
  await queueFaultMails(ctx);
  await queueDeadLetterMails(ctx);
  await queueAwayMails(ctx);
  await queueBackMails(ctx);
  if (!mailer) {
    await ctx.dataSource.query(
      `update mail set state = 'failed', reason = 'No mail server is set up on this installation (ROLLCALL_SMTP_URL).' where state = 'waiting'`,
    );
    return 0;
  }
  let sent = 0;
  for (let again = true; again; ) {
    again = await ctx.dataSource.transaction(async (tx) => {
      const due: DueMail[] = await tx.query(
        `select id, address, subject, body, attempts, run_id, attachment from mail where state = 'waiting' and due_at <= $1
         order by due_at limit 1 for update skip locked`,
        [ctx.now()],
      );
      const mail = due[0];
      if (!mail) return false;
      try {
        const host = new URL(ctx.publicUrl).hostname;
        await mailer({
          to: mail.address,
          subject: mail.subject,
          ...(await contentOf(tx, mail)),
          messageId: `<rollcall-${mail.id}@${host}>`,
        });
        await tx.query(
          `update mail set state = 'sent', sent_at = $2, attempts = attempts + 1, reason = '' where id = $1`,
          [mail.id, ctx.now()],
        );
        sent += 1;
      } catch (error) {
        const tries = mail.attempts + 1;
        const reason = error instanceof Error ? error.message : String(error);
        await tx.query(`update mail set state = $2, attempts = $3, reason = $4, due_at = $5 where id = $1`, [
          mail.id,
          tries >= MAX_TRIES ? 'failed' : 'waiting',
          tries,
          reason.slice(0, 500),
          new Date(ctx.now().getTime() + Math.min(60_000 * 4 ** (tries - 1), 6 * 3_600_000)),
        ]);
        ctx.log.warn('a mail was not delivered', { mailId: mail.id, tries, reason });
      }
      return sent < BATCH;
    });
  }
  return sent;
}

/** What a mail says, with what is attached to it. That is made anew for each try and stored nowhere. */
async function contentOf(tx: Db, { body, run_id: runId, attachment }: DueMail) {
  const file = attachment && runId !== null ? await errorAttachment(tx, runId) : null;
  if (!file) return { text: body };
  const { filename, content, rows } = file;
  const left = (await countErrorRows(tx, runId!)) - rows;
  const note =
    left === 0
      ? ''
      : `\n\nThe attached file holds the first ${rows.toLocaleString('en-US')} rows in error, as much as a mail may carry; ` +
        `${left.toLocaleString('en-US')} more are in the file on the run’s page.`;
  return { text: body + note, attachments: [{ filename, content }] };
}
