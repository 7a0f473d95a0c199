/** Characters nobody sees, and how they are shown. */
const MARKS: Record<string, string> = {
  '\t': '⇥',
  '\n': '↵',
  '\r': '↵',
  '\u00a0': '⍽',
  '\u200b': '[U+200B]',
  '\u200c': '[U+200C]',
  '\u200d': '[U+200D]',
  '\u2060': '[U+2060]',
  '\ufeff': '[U+FEFF]',
};

/** A value as received, with what is invisible in it made visible; spaces only where they surprise, at the ends. */
export function visibleText(value: string): string {
  const marked = value.replace(/[\t\n\r\u00a0\u200b-\u200d\u2060\ufeff]/g, (character) => MARKS[character] ?? character);
  return marked.replace(/^ +| +$/g, (spaces) => '␣'.repeat(spaces.length));
}
