/** A number in E.164 as people write it: `1-716-555-0123`; one of another country stays as it is. */
export function phone(number: string): string {
  const parts = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  return parts === null ? number : `1-${parts[1]}-${parts[2]}-${parts[3]}`;
}
