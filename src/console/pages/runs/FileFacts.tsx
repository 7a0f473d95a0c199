import { Text } from '@mantine/core';
import type { RunFile } from '../../../http/schemas/files.ts';
import { byteSize, count, counted } from '../../format/number.ts';
import { easternTime } from '../../format/time.ts';
import { Section } from '../../layouts/Section.tsx';
import { visibleText } from '../../parts/visibleText.ts';
import classes from './runs.module.css';

const ENCODINGS: Readonly<Record<string, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16, little endian',
  'utf-16be': 'UTF-16, big endian',
  'windows-1252': 'Windows-1252',
};

/** `UTF-8`; a guessed one with values that tell whether it is right. */
export function encodingWords({ encoding, samples }: RunFile): string {
  if (encoding === null) return '–';
  const words = samples.map((one) => `“${visibleText(one)}”`).join(', ');
  return `${ENCODINGS[encoding] ?? encoding}${words === '' ? '' : `, guessed from ${words}`}`;
}

/** The file that was read: how it was understood, what in it fills nothing, and where it is now. */
export function FileFacts({ file }: { readonly file: RunFile }) {
  const { rows, blankLines, ignoredColumns, notes, disposal, uploaded } = file;
  const blank = blankLines === 0 ? '' : `, and ${counted(blankLines, 'blank line')}`;
  const lines: readonly (readonly [string, string])[] = [
    ['Name', file.name],
    ['Size', byteSize(file.size)],
    [uploaded ? 'Uploaded' : 'Changed on the server', easternTime(file.modifiedAt)],
    ['Rows', `${count(rows)}${blank}`],
    ['Encoding', encodingWords(file)],
    ['Columns that fill nothing', ignoredColumns.join(', ') || 'None'],
    ...(disposal === '' ? [] : [['After import', disposal] as const]),
  ];
  return (
    <Section id="file" title="File">
      <dl className={classes.summary}>
        {lines.map(([word, value]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd className={classes.value}>{value}</dd>
          </div>
        ))}
      </dl>
      {notes.map((note) => (
        <Text key={note} className="rc-prose" mb={8}>
          {note}
        </Text>
      ))}
    </Section>
  );
}
