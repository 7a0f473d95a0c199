import type { Overview } from '../../../http/schemas/overview.ts';
import { count } from '../../format/number.ts';
import { Section } from '../../layouts/Section.tsx';
import classes from './overview.module.css';

/** What the last 24 hours brought. */
export function LastDay({ figures }: { readonly figures: Overview['last24Hours'] }) {
  const lines: readonly (readonly [string, number])[] = [
    ['Runs', figures.runs],
    ['Contacts created', figures.created],
    ['Contacts updated', figures.updated],
    ['Opted out', figures.optedOut],
    ['Write-backs confirmed', figures.writeBacksConfirmed],
    ['Write-backs verified', figures.writeBacksVerified],
    ['Write-backs waiting', figures.writeBacksWaiting],
    ['Write-backs failed', figures.writeBacksFailed],
  ];
  return (
    <Section id="last-day" title="Last 24 hours">
      <dl className={classes.figures}>
        {lines.map(([word, value]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd>{count(value)}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
