import type { Db } from '../db/database.ts';
import type { RecordType } from '../domain/contact.ts';
import { watermarkAfter, type ReadSoFar } from '../domain/watermark.ts';
import type { RunSettings } from './startRun.ts';

interface EndedRun extends ReadSoFar {
  readonly connectionId: string;
  readonly recordType: RecordType;
  readonly settings: RunSettings;
  /** The source's definition as the run found it; null when it never got that far. */
  readonly definition: string | null;
  /** Rows the source has, when the run read all of them; null otherwise. */
  readonly sourceCount: number | null;
}

/**
 * Moves an import's watermark when a run ends, in the transaction that ends it. It stays when the import's settings
 * were changed while the run went on: the next one reads everything under the new ones. A full run whose rows came in
 * no order and are not all in has to be made again.
 *
 * @returns the watermark after the run; null when the run set none
 */
export async function moveWatermark(tx: Db, run: EndedRun): Promise<Date | null> {
  const stored: { watermark_at: Date | null; watermark_id: string | null }[] = await tx.query(
    `select watermark_at, watermark_id from import_config
     where connection_id = $1 and record_type = $2
       and source_id = $3::jsonb->>'sourceId' and fields = $3::jsonb->'fields'
       and coalesce(opt_out, 'null'::jsonb) = coalesce($3::jsonb->'optOut', 'null'::jsonb)
     for update`,
    [run.connectionId, run.recordType, JSON.stringify(run.settings)],
  );
  const row = stored[0];
  if (!row) return null;
  const before = row.watermark_at && { at: row.watermark_at, recordId: row.watermark_id };
  const after = watermarkAfter(run, before);
  if (after === null) {
    if (run.kind === 'full' && run.unordered) await askForAnother(tx, run);
    return null;
  }
  await tx.query(
    `update import_config set watermark_at = $3, watermark_id = $4, source_definition = coalesce($5, source_definition),
       full_reason = case when $6 then null else full_reason end, source_count = coalesce($7, source_count)
     where connection_id = $1 and record_type = $2`,
    [
      run.connectionId,
      run.recordType,
      after.at,
      after.recordId,
      run.definition,
      // One of several files is all that can be read again under new settings.
      run.kind === 'full' || !!run.settings.files,
      run.sourceCount,
    ],
  );
  return after.at;
}

/** A full reading that proved nothing is made again, also where an older watermark stands. */
async function askForAnother(tx: Db, run: EndedRun): Promise<void> {
  await tx.query(
    `update import_config set full_reason = coalesce(full_reason, 'The last full import was not finished.')
     where connection_id = $1 and record_type = $2`,
    [run.connectionId, run.recordType],
  );
}
