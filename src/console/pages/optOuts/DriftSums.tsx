import type { DriftAudit } from '../../../http/schemas/drift.ts';
import { count } from '../../format/number.ts';
import overview from '../overview/overview.module.css';
import { KINDS } from './driftWords.ts';

/** Every outcome with its count; together they are the contacts that were compared. */
export function DriftSums({ audit }: { readonly audit: DriftAudit }) {
  const sums: readonly (readonly [string, number])[] = [
    ['Agree', audit.agree],
    ['Change on its way', audit.onTheWay],
    ...KINDS.map(({ label, countOf }) => [label, countOf(audit)] as const),
    ['Compared', audit.compared],
  ];
  return (
    <dl className={overview.figures} aria-label="Sums">
      {sums.map(([label, sum]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{count(sum)}</dd>
        </div>
      ))}
    </dl>
  );
}
