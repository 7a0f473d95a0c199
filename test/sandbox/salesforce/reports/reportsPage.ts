import { ApiError } from '../apiError.ts';
import { escapeHtml } from '../http.ts';
import { page } from '../pageFrame.ts';
import type { ReportControls, ReportFacts } from './reportControls.ts';

/** The page of the org's reports: where each is kept, what it is, how many records are in it. */
export function reportsPage(title: string, controls: ReportControls): string {
  const count = ({ id }: ReportFacts): string => {
    try {
      return String(controls.reportRecords(id).length);
    } catch (error) {
      // A report whose filter the API user can't see has no number for it.
      if (error instanceof ApiError) return '–';
      throw error;
    }
  };
  const rows = controls
    .reports()
    .toSorted((a, b) => a.folder.localeCompare(b.folder) || a.name.localeCompare(b.name))
    .map((report) => {
      const cells = [report.folder, report.name, report.format.toLowerCase(), report.type, count(report)];
      return `<tr>${cells.map((text) => `<td>${escapeHtml(text)}</td>`).join('')}
        <td class="quiet">${report.isPrivate ? 'not shared with the API user' : escapeHtml(report.id)}</td></tr>`;
    });
  const columns = ['Folder', 'Report', 'Format', 'Report type', 'Records', 'ID'].map((name) => `<th>${name}</th>`);
  return page(
    `Reports – ${title}`,
    `
      <section class="card">
        <h1>Reports</h1>
        <p class="quiet">${rows.length} reports in their folders · <a href="/">back to the people</a></p>
        <table><thead><tr>${columns.join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table>
      </section>`,
  );
}
