import type { Preview } from '../../../http/schemas/previews.ts';
import { counted } from '../../format/number.ts';

/** A finished preview in one sentence: what would come in, what would stay out. */
export function previewSentence(preview: Preview): string {
  const sums = preview.outcomes;
  if (sums === null) return 'Nothing was read.';
  const changes: [what: string, verb: string][] = [];
  if (sums.created > 0) changes.push([counted(sums.created, 'contact'), 'created']);
  if (sums.updated > 0) changes.push([counted(sums.updated, 'contact'), 'updated']);
  if (preview.optOutsSet > 0) changes.push([counted(preview.optOutsSet, 'opt-out'), 'set']);
  // "would be" is said once, with the first of them.
  const parts = changes.map(([what, verb], index) => (index === 0 ? `${what} would be ${verb}` : `${what} ${verb}`));
  const out: string[] = [];
  if (sums.errors > 0) out.push(`${counted(sums.errors, 'row')} with errors`);
  if (sums.skipped > 0) out.push(`${counted(sums.skipped, 'row')} skipped`);
  const change = parts.length === 0 ? 'Nothing would change' : parts.join(', ');
  const sentences = [`${change}.`];
  if (out.length > 0) sentences.push(`${capital(out.join(' and '))} would stay out.`);
  const left = preview.leftSource ?? 0;
  if (left > 0) sentences.push(`${counted(left, 'person', 'people')} left the source and would be kept.`);
  return sentences.join(' ');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
