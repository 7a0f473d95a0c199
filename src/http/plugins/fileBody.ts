import type { Api } from '../api.ts';

/** What files are sent as; browsers tell CSV in more than one way. */
const FILE_TYPES = ['application/octet-stream', 'text/csv', 'text/plain', 'text/tab-separated-values', 'application/vnd.ms-excel'];

/** Lets the routes of this scope take a file as their body: its bytes as they are. */
export function takeFileBodies(app: Api): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(FILE_TYPES, { parseAs: 'buffer' }, (_request, bytes, done) => done(null, bytes));
}
