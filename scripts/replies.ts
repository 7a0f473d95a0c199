import { figuresPage, readAs, readLists } from './replyFigures.ts';

/** `npm run replies`: how well replies are read, and each one that is read as something else than a person would. */
const { labelled, heldOut } = readLists();
process.stdout.write(`${figuresPage()}\n`);
for (const [title, replies] of [
  ['Developed against', labelled],
  ['Held out', heldOut],
] as const) {
  process.stdout.write(`\n${title}, read otherwise:\n`);
  for (const { label, message } of replies) {
    const verdict = readAs(message);
    if (verdict !== label) process.stdout.write(`  ${label} read as ${verdict}: ${JSON.stringify(message)}\n`);
  }
}
