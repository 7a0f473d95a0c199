import nodemailer from 'nodemailer';
import type { Settings } from '../config/settings.ts';
import type { Mailer } from '../sync/sendMails.ts';

/** The mail door out: nodemailer over SMTP. Null when no mail server is set up. */
export function createMailer(settings: Pick<Settings, 'smtpUrl' | 'mailFrom'>): Mailer | null {
  if (!settings.smtpUrl) return null;
  const transport = nodemailer.createTransport(settings.smtpUrl, {
    from: settings.mailFrom,
    // Bodies are our own text: nothing is ever read from a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return async ({ to, subject, text, messageId, attachments = [] }) => {
    await transport.sendMail({
      to: [to],
      subject,
      text,
      messageId,
      headers: { 'Auto-Submitted': 'auto-generated' },
      // As bytes: a mail program must not touch line ends or the mark that tells Excel the encoding.
      attachments: attachments.map(({ filename, content }) => ({
        filename,
        content: Buffer.from(content),
        contentType: 'text/csv; charset=utf-8',
      })),
    });
  };
}
