import assert from 'node:assert/strict';
import ts from 'typescript';
import { lineOf, parseSource, sourceFiles } from './imports.ts';

/** Words that no text shown to people has: they beg, apologise, praise the machine or blame the reader. */
const BANNED = /\b(please|oops|successfully|invalid)\b/i;

/** An exclamation mark after a word; not `!=` or `!important`. */
const EXCLAIMS = /[\p{L}\d”’')]!(\s|$)/u;

/** What people write to us, which is no text of ours. */
const HEARD = /^src\/domain\/(stopPhrase|reply(Phrases|PhrasesSpanish|Ordinary|Spellings|Languages))\.ts$/;

describe('the wording', () => {
  it('texts are calm: no please, oops, successfully, invalid or exclamation mark', () => {
    const found: string[] = [];
    for (const file of sourceFiles('src/**/*.{ts,tsx}', 'connectors/**/*.ts').filter((each) => !HEARD.test(each))) {
      const source = parseSource(file);
      const visit = (node: ts.Node): void => {
        const text = textOf(node);
        if (text !== null && isLoud(text)) {
          found.push(`${file}:${lineOf(source, node)} “${text.trim().slice(0, 80)}”`);
        }
        ts.forEachChild(node, visit);
      };
      visit(source);
    }
    assert.deepEqual(found, []);
  });

  it('would notice', () => {
    for (const text of ['Please try again', 'Imported successfully', 'Invalid number', 'Done!', 'Oops']) {
      assert.equal(isLoud(text), true, text);
    }
    for (const text of ['INVALID_FIELD', 'invalid_grant', 'a != b', '10 digits are missing']) {
      assert.equal(isLoud(text), false, text);
    }
  });
});

/** The text of a literal, of a piece of a template, or between JSX tags; null for anything else. */
function textOf(node: ts.Node): string | null {
  if (ts.isStringLiteralLike(node) || ts.isJsxText(node)) return node.text;
  if (ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node)) return node.text;
  return null;
}

function isLoud(text: string): boolean {
  return BANNED.test(text) || EXCLAIMS.test(text);
}
