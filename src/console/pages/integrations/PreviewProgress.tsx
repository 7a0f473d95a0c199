import type { Preview } from '../../../http/schemas/previews.ts';
import { count } from '../../format/number.ts';
import { ProgressTrack } from '../../parts/ProgressTrack.tsx';

/** How far a dry run has read. */
export function PreviewProgress({ preview }: { readonly preview: Preview }) {
  return (
    <ProgressTrack label="Rows checked" done={preview.rowsFetched} total={preview.sourceRows}>
      {count(preview.rowsFetched)} of about {count(preview.sourceRows)} rows checked
    </ProgressTrack>
  );
}
