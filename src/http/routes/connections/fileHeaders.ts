import { Type } from '@sinclair/typebox';
import { PEEK_BYTES, peekFile } from '../../../contract/delimited/peek.ts';
import { suggestMapping } from '../../../domain/suggestMapping.ts';
import { findConnection } from '../../../sync/connections/findConnection.ts';
import type { Route } from '../../api.ts';
import { teamOf } from '../../caller.ts';
import { takeFileBodies } from '../../plugins/fileBody.ts';
import { FileHeaders } from '../../schemas/files.ts';

/** Headers by which the delimiter of an unknown file is told. */
const KNOWN = ['StudentId', 'ContactId', 'FirstName', 'LastName', 'MobileNumber', 'OptedOut', 'StaffId'];

/** The columns of a file of the admin's own, for mapping before the server has one. */
export const fileHeaders: Route = (app, { ctx }) => {
  takeFileBodies(app);
  app.post(
    '/connections/:id/headers',
    {
      bodyLimit: 2 * PEEK_BYTES,
      schema: {
        tags: ['Imports'],
        summary: 'Read the columns of a file',
        description:
          'The body is a file, or its first 64 KiB: its column names, delimiter and encoding, with a suggested mapping. Nothing of it is ' +
          'kept; send the names as `files.sampleHeaders` when saving. What can’t be read is refused with its code, such as `FILE_WORKBOOK`.',
        consumes: ['application/octet-stream', 'text/csv'],
        params: Type.Object({ id: Type.String() }),
        querystring: Type.Object({ name: Type.String({ default: 'The file', maxLength: 255 }) }),
        body: Type.Any({ description: 'The beginning of the file' }),
        response: { 200: FileHeaders },
      },
    },
    async (request) => {
      await findConnection(ctx.dataSource.manager, { teamId: teamOf(request).id, connectionId: request.params.id });
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const isWhole = bytes.length < PEEK_BYTES;
      const peek = peekFile(request.query.name, bytes, { isWhole, delimiter: 'detect', encoding: 'detect', known: KNOWN });
      const { fields, optOut } = suggestMapping(peek.headers.map(column));
      const { additional, ...standard } = fields;
      const suggested = { ...standard, ...(additional ? { additional: [...additional] } : {}) };
      return { ...peek, headers: [...peek.headers], suggestion: { fields: suggested, optOut } };
    },
  );
};

/** A column of a file, as mappings are suggested for it. */
function column(name: string) {
  const plain = { apiName: null, writable: false, calculated: false, changesUnseen: false, modifiedTime: null };
  return { ...plain, name, label: name, type: 'column', isRecordId: true, values: [] };
}
