import { escapeHtml } from '../salesforce/http.ts';
import { page } from '../salesforce/pageFrame.ts';
import type { CaughtMail } from './startMailSink.ts';

const HEADING = 'Sandbox mail';
const FRAME_STYLE = 'width: 100%; height: 420px; border: 1px solid #d9dfe7';

/** The pages of the mail sink: the list at `/`, a mail at `/{number}`, its HTML alone at `/{number}/html`. */
export function mailPage(messages: readonly CaughtMail[], path: string): { status: number; body: string } {
  if (path === '/') return { status: 200, body: list(messages) };
  const [, number = '', asHtml] = /^\/(\d+)(\/html)?$/.exec(path) ?? [];
  const mail = messages[Number(number || -1)];
  if (!mail)
    return { status: 404, body: page('Not found', '<section class="card"><h1>Not found</h1></section>', HEADING) };
  return { status: 200, body: asHtml ? mail.html : show(mail, number) };
}

function list(messages: readonly CaughtMail[]): string {
  const rows = messages
    .map(
      (mail, i) => `<tr><td>${escapeHtml(mail.receivedAt.toISOString().slice(0, 19).replace('T', ' '))}</td>
    <td>${escapeHtml(mail.to.join(', '))}</td>
    <td><a href="/${i}">${escapeHtml(mail.subject || '(no subject)')}</a></td></tr>`,
    )
    .reverse();
  return page(
    'Mail',
    `<section class="card"><h1>Mail</h1>
    <p class="quiet">Everything sent to this sink stays here; nothing is delivered.</p>
    <table><thead><tr><th>Received (UTC)</th><th>To</th><th>Subject</th></tr></thead>
    <tbody>${rows.join('') || '<tr><td colspan="3">No mail yet.</td></tr>'}</tbody></table></section>`,
    HEADING,
  );
}

function show(mail: CaughtMail, number: string): string {
  const files = mail.attachments.map((file) => `<li>${escapeHtml(file.filename)} (${file.content.length} bytes)</li>`);
  return page(
    mail.subject,
    `<section class="card"><h1>${escapeHtml(mail.subject || '(no subject)')}</h1>
    <p class="quiet">From ${escapeHtml(mail.from)} to ${escapeHtml(mail.to.join(', '))} · <a href="/">all mail</a></p>
    ${mail.text ? `<pre>${escapeHtml(mail.text)}</pre>` : ''}
    ${mail.html ? `<iframe sandbox src="/${number}/html" title="The mail" style="${FRAME_STYLE}"></iframe>` : ''}
    ${files.length > 0 ? `<ul>${files.join('')}</ul>` : ''}</section>`,
    HEADING,
  );
}
