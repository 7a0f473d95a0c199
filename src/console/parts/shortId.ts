/** `0034…YJY8QAO`: the beginning and the part that differs. Short ones stay whole. */
export function shortId(id: string): string {
  return id.length <= 14 ? id : `${id.slice(0, 4)}…${id.slice(-7)}`;
}
