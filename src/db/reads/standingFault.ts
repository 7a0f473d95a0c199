/**
 * A standing fault as people read it: what happened and why, what stands still because of it, what to do. A revoked
 * authorization has one remedy and nothing else to say; the messages of the others name theirs.
 */
export function standingFault(fault: { readonly code: string; readonly message: string }, waiting: number): string {
  const optOuts = waiting === 1 ? '1 opt-out waits' : `${waiting.toLocaleString('en-US')} opt-outs wait`;
  const still = waiting === 0 ? 'Imports are stopped.' : `Imports are stopped and ${optOuts}.`;
  const rest = fault.code === 'AUTH_REVOKED' ? 'Reconnect; nothing is lost.' : 'Nothing is lost.';
  return `${fault.message} ${still} ${rest}`;
}
