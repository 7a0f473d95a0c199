import type { FieldProblem } from '../../contract/connector.ts';

/** Shorter ones can be guessed; longer ones are welcome. */
export const SHORTEST_PASSWORD = 12;

/** What is wrong with an address and a password somebody chose, field by field; nothing when they will do. */
export function checkEmailAndPassword(email: string, password: string | undefined): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (!isEmail(email)) {
    problems.push({ field: 'email', message: 'This is not a mail address. It looks like name@school.edu.' });
  }
  if (password === undefined) return problems;
  if (password.length < SHORTEST_PASSWORD) {
    problems.push({
      field: 'password',
      message: `The password has ${password.length} characters; it needs ${SHORTEST_PASSWORD} or more.`,
    });
  } else if (new Set(password).size < 4 || password.toLowerCase() === email.trim().toLowerCase()) {
    problems.push({
      field: 'password',
      message: 'This password is too easy to guess. Use several words, or more different characters.',
    });
  }
  return problems;
}

export function isEmail(text: string): boolean {
  return /^[^\s@<>"]+@[^\s@<>"]+$/.test(text.trim()) && text.trim().length <= 320;
}
