import { ApiError } from './apiError.ts';
import type { Controls } from './controls.ts';
import { escapeHtml, html, redirect, type Reply, type Request } from './http.ts';
import type { Org } from './org.ts';
import { page } from './pageFrame.ts';
import { wholeRecord } from './recordReads.ts';
import type { ReportControls } from './reports/reportControls.ts';
import { reportsPage } from './reports/reportsPage.ts';
import type { RecordType, SandboxRecord } from './sandboxTypes.ts';
import type { FieldDef } from './schema.ts';
import { runQuery } from './soql/runQuery.ts';

const RESULTS = 50;
const HEADING = 'Sandbox org – not a real Salesforce';

/** What somebody looking at the org sees: search, a record, and a form that edits it as the org's staff would. */
export function sandboxPages(org: Org, controls: Controls & ReportControls): (request: Request) => Reply | null {
  const search = (request: Request): Reply => {
    const words = (request.query.get('q') ?? '').trim();
    const type: RecordType = request.query.get('type') === 'Lead' ? 'Lead' : 'Contact';
    const rows = findRows(org, type, words).map((row) => resultRow(type, wholeRecord(org, type, row)));
    const choice = (value: RecordType, label: string): string =>
      `<option value="${value}"${type === value ? ' selected' : ''}>${label}</option>`;
    const columns = ['Name', 'Mobile', 'Email', 'Texting', 'Last changed (UTC)'].map((name) => `<th>${name}</th>`);
    const counts = `${controls.count('Contact')} contacts and ${controls.count('Lead')} leads`;
    return html(
      200,
      page(
        org.name,
        `
      <section class="card">
        <h1>${HEADING}</h1>
        <p class="quiet">${escapeHtml(org.name)} has ${counts}. All of them are made up, and so are their numbers.
          There are <a href="/reports">reports</a> too.</p>
        <form method="get" action="/" role="search">
          <label>Look in <select name="type">${choice('Contact', 'Contacts')}${choice('Lead', 'Leads')}</select></label>
          <label>for <input type="search" name="q" value="${escapeHtml(words)}"
            placeholder="Name, mobile number, email or ID"></label>
          <button class="main">Search</button>
        </form>
      </section>
      <section class="card">
        <table><thead><tr>${columns.join('')}</tr></thead>
        <tbody>${rows.join('') || '<tr><td colspan="5">Nobody found.</td></tr>'}</tbody></table>
        <p class="quiet">At most ${RESULTS} are shown.</p>
      </section>`,
      ),
    );
  };

  const show = (type: RecordType, id: string, notice: string): Reply | null => {
    const record = controls.record(type, id);
    if (!record) return null;
    const fields = org.tables[type].schema.fields.filter((field) => field.type !== 'id');
    const about = [`${type} ${escapeHtml(record['Id'])}`, ...(record['IsDeleted'] ? ['in the recycle bin'] : [])];
    return html(
      200,
      page(
        String(record['Name']),
        `
      <section class="card">
        <h1>${escapeHtml(record['Name'])}</h1>
        <p class="quiet">${[...about, `<a href="/?type=${type}">back to the list</a>`].join(' · ')}</p>
        ${notice}
        <form method="post" class="fields">
          ${fields.map((field) => fieldRow(field, record[field.name])).join('\n          ')}
          <div class="buttons"><button class="main">Save</button></div>
        </form>
      </section>`,
      ),
    );
  };

  const save = (type: RecordType, request: Request, id: string): Reply | null => {
    const record = controls.record(type, id);
    if (!record) return null;
    const form = new URLSearchParams(request.body);
    const changed: Record<string, unknown> = {};
    for (const field of org.tables[type].schema.fields.filter(isEditable)) {
      const given = field.type === 'boolean' ? form.has(field.name) : form.get(field.name);
      if (given !== null && String(given) !== String(record[field.name] ?? '')) changed[field.name] = given;
    }
    try {
      if (Object.keys(changed).length > 0) controls.edit(type, id, changed);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return show(type, id, `<p class="refused" role="alert">${escapeHtml(error.message)}</p>`);
    }
    return redirect(`/${type}/${id}?saved=1`);
  };

  return (request) => {
    if (request.path === '/') return search(request);
    if (request.path === '/reports') return html(200, reportsPage(org.name, controls));
    const [, type, id = ''] = /^\/(Contact|Lead)\/(\w+)$/.exec(request.path) ?? [];
    if (!type) return null;
    if (request.method === 'POST') return save(type as RecordType, request, id);
    return show(type as RecordType, id, request.query.has('saved') ? '<p class="saved" role="status">Saved.</p>' : '');
  };
}

function resultRow(type: RecordType, record: SandboxRecord): string {
  const changed = String(record['SystemModstamp']).slice(0, 19).replace('T', ' ');
  return `<tr>
      <td><a href="/${type}/${escapeHtml(record['Id'])}">${escapeHtml(record['Name'])}</a></td>
      <td>${escapeHtml(record['MobilePhone'])}</td>
      <td>${escapeHtml(record['Email'])}</td>
      <td>${record['SMS_Opt_Out__c'] ? 'opted out' : ''}</td>
      <td class="time">${changed}</td></tr>`;
}

function findRows(org: Org, type: RecordType, words: string): number[] {
  const direct = org.tables[type].rowOf(words);
  if (direct >= 0) return [direct];
  const text = words.replace(/[\\'%_]/g, '\\$&');
  // Numbers are stored as people typed them, so anything may stand between two digits.
  const number = words.replace(/\D/g, '').split('').join('%') || text;
  const like = [`Name LIKE '%${text}%'`, `Email LIKE '%${text}%'`, `MobilePhone LIKE '%${number}%'`];
  const where = words === '' ? '' : ` WHERE ${like.join(' OR ')}`;
  const query = `SELECT Id FROM ${type}${where} LIMIT ${RESULTS}`;
  const result = runQuery(query, org.catalog, { now: org.now(), includeDeleted: true });
  return result.kind === 'rows' ? Array.from(result.selection.rows) : [];
}

const isEditable = (field: FieldDef): boolean => field.updateable !== false && field.type !== 'reference';

function fieldRow(field: FieldDef, value: unknown): string {
  if (!isEditable(field)) {
    return `<span>${escapeHtml(field.label)}</span><span class="quiet">${escapeHtml(value)}</span>`;
  }
  const label = `<label for="${field.name}">${escapeHtml(field.label)}</label>`;
  const named = `id="${field.name}" name="${field.name}"`;
  if (field.type === 'boolean') {
    return `${label}<span><input type="checkbox" ${named}${value ? ' checked' : ''}></span>`;
  }
  if (field.type === 'picklist') {
    const options = [{ value: '', label: '' }, ...field.picklist!].map((entry) => {
      const selected = entry.value === (value ?? '') ? ' selected' : '';
      return `<option value="${escapeHtml(entry.value)}"${selected}>${escapeHtml(entry.label)}</option>`;
    });
    return `${label}<select ${named}>${options.join('')}</select>`;
  }
  return `${label}<input ${named} value="${escapeHtml(value)}">`;
}
