import { PEEK_BYTES, peekFile } from '../../src/contract/delimited/peek.ts';
import type { FileOptions, FileVersion } from '../../src/domain/sourceFile.ts';
import { AS_IT_COMES } from './fileAccess.ts';
import { fileMissing, listFolder } from './listFolder.ts';
import { newestFile } from './newestFile.ts';
import type { Remote } from './remote.ts';
import type { Session } from './session.ts';
import { pathIn, readSourceId } from './sourceId.ts';

/**
 * The columns of the newest file, of which only the beginning is fetched; those of a sample while there is no file.
 *
 * @param sourceId - null before a folder was chosen
 * @throws ConnectorError `FILE_MISSING` when there is no sample either; `FOLDER_MISSING`, `FOLDER_REFUSED`,
 *   `FILE_REFUSED`; what is wrong with the file as a whole
 */
export async function readColumns(
  session: Session,
  sourceId: string | null,
  options: FileOptions | null,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { sampleHeaders, delimiter, encoding } = options ?? AS_IT_COMES;
  if (sourceId === null) return sampleHeaders ?? [];
  const source = readSourceId(sourceId);
  return session.use(async (remote, both) => {
    const { entries } = await listFolder(remote, source, both);
    const newest = newestFile(entries, source.prefix);
    if (!newest) {
      if (sampleHeaders) return sampleHeaders;
      throw fileMissing(source, entries);
    }
    const bytes = await readBeginning(remote, source.folder, newest, both);
    return peekFile(newest.name, bytes, { isWhole: bytes.byteLength >= newest.size, delimiter, encoding }).headers;
  }, signal);
}

async function readBeginning(
  remote: Remote,
  folder: string,
  { name }: FileVersion,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of remote.read(pathIn(folder, name), signal)) {
    chunks.push(chunk.slice());
    bytes += chunk.byteLength;
    if (bytes >= PEEK_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, PEEK_BYTES);
}
