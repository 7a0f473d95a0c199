import type { Connection } from '../../../http/schemas/connections.ts';

/** The beginning of what stands on tabs that need a connected source. */
export function connectFirst({ connector }: Connection): string {
  return connector === 'ftp'
    ? 'Test the connection and trust the server first, then choose here'
    : 'Connect to Salesforce first, then choose here';
}
