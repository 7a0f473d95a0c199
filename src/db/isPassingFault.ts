/** SQLSTATE classes and codes, and system errors, of a database that was away, full or stepped in between. */
const PASSING = [
  /^08/, // connection exceptions
  /^57P0[123]$/, // shut down, crashed, starting up
  /^53300$/, // too many connections
  /^40(001|P01)$/, // serialization failure, deadlock
  /^(ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT)$/,
];

/** Whether a database call that failed may succeed when it is made again, nothing of it having been committed. */
export function isPassingFault(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string') return PASSING.some((pattern) => pattern.test(code));
  // The driver's own words when a socket closes under it; they come without a code.
  return typeof message === 'string' && /^Connection terminated|^Client has encountered a connection error/.test(message);
}
