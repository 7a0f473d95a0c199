import { readdirSync, readFileSync } from 'node:fs';
import { readReply, type ReplyVerdict } from '../src/domain/readReply.ts';

/** What a reply was taken for, by a person (the label) or by the code. */
export type Label = ReplyVerdict | 'none';

export interface LabelledReply {
  readonly label: Label;
  readonly message: string;
}

export interface ReplyFigures {
  /** How many of each label were read as what. */
  readonly table: Readonly<Record<Label, Readonly<Record<Label, number>>>>;
  readonly replies: number;
  /** Of those opted out at once, the part that is labelled STOP. */
  readonly precision: number;
  /** Of those labelled STOP, the part found: opted out at once or put before a person. */
  readonly recall: number;
  /** Of those labelled STOP, the part opted out at once. */
  readonly atOnce: number;
  /** Of those labelled doubtful, the part put before a person or opted out. */
  readonly doubtfulFound: number;
  /** Of those about something else, the part put before a person for nothing. */
  readonly heldForNothing: number;
}

const LABELS: readonly Label[] = ['stop', 'doubtful', 'none', 'start', 'help'];
const FOLDER = new URL('../test/domain/replies/', import.meta.url);
const HELD_OUT = 'held-out.tsv';

/** The lists of replies by name: all that the reader was developed against, and those it was not. */
export function readLists(): Readonly<Record<'labelled' | 'heldOut', readonly LabelledReply[]>> {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.tsv'));
  return {
    labelled: files.filter((file) => file !== HELD_OUT).flatMap(readList),
    heldOut: readList(HELD_OUT),
  };
}

/** @param file - a label, a tab and a message on each line; `\n` in a message is a line break */
export function readList(file: string): readonly LabelledReply[] {
  return readFileSync(new URL(file, FOLDER), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [label = '', message = ''] = line.split('\t');
      const known = LABELS.find((each) => each === label);
      if (known === undefined) throw new Error(`${file}: “${label}” is no label.`);
      return { label: known, message: message.replaceAll('\\n', '\n') };
    });
}

export function readAs(message: string): Label {
  return readReply(message, { languages: ['en', 'es'], stopPhrases: [] }).verdict ?? 'none';
}

export function figuresOf(replies: readonly LabelledReply[]): ReplyFigures {
  const count = (label: Label, verdict: Label): number =>
    replies.filter((reply) => reply.label === label && readAs(reply.message) === verdict).length;
  const row = (label: Label) => Object.fromEntries(LABELS.map((verdict) => [verdict, count(label, verdict)] as const));
  const table = Object.fromEntries(LABELS.map((label) => [label, row(label)])) as ReplyFigures['table'];
  const labelled = (label: Label): number => replies.filter((reply) => reply.label === label).length;
  const optedOut = LABELS.reduce((sum, label) => sum + table[label].stop, 0);
  return {
    table,
    replies: replies.length,
    precision: table.stop.stop / optedOut,
    recall: (table.stop.stop + table.stop.doubtful) / labelled('stop'),
    atOnce: table.stop.stop / labelled('stop'),
    doubtfulFound: (table.doubtful.stop + table.doubtful.doubtful) / labelled('doubtful'),
    heldForNothing: table.none.doubtful / labelled('none'),
  };
}

/** Both lists' figures in Markdown. */
export function figuresPage(): string {
  const { labelled, heldOut } = readLists();
  return `${section('Developed against', labelled)}\n\n${section('Held out', heldOut)}`;
}

const NAMES: Readonly<Record<Label, string>> = {
  stop: 'opt out',
  doubtful: 'doubtful',
  none: 'something else',
  start: 'START',
  help: 'HELP',
};

function section(title: string, replies: readonly LabelledReply[]): string {
  const { table, ...figures } = figuresOf(replies);
  const cells = (label: Label): string => LABELS.map((verdict) => table[label][verdict]).join(' | ');
  return [
    `**${title}**: ${figures.replies} replies`,
    '',
    `| a person says ↓ read as → | ${LABELS.map((label) => NAMES[label]).join(' | ')} |`,
    `| --- | ${LABELS.map(() => '--:').join(' | ')} |`,
    ...LABELS.map((label) => `| ${NAMES[label]} | ${cells(label)} |`),
    '',
    `Precision of opting out at once ${percent(figures.precision)}; opt-outs found ${percent(figures.recall)}, of them at ` +
      `once ${percent(figures.atOnce)}; doubtful ones found ${percent(figures.doubtfulFound)}; replies about something ` +
      `else put before a person ${percent(figures.heldForNothing)}.`,
  ].join('\n');
}

/** Rounded down: a figure in the documentation is reached. */
function percent(part: number): string {
  return `${(Math.floor(part * 1000) / 10).toFixed(1)} %`;
}
