import { CONNECTOR_CODES, WRITE_BACK_CODES } from '../src/contract/codes.ts';
import { OWN_CODES } from '../src/domain/ownCodes.ts';
import { ROW_CODES, type RowCode } from '../src/domain/rowCodes.ts';
import { ROW_CODE_TEXTS } from '../src/domain/rowCodeTexts.ts';
import { REQUEST_CODES } from '../src/http/requestCodes.ts';

interface CodeText {
  readonly title: string;
  readonly why: string;
  readonly remedy: string;
}

/** `docs/codes.md`, made from the same texts that the console and the API show. */
export function codesPage(): string {
  const rowCodes = (kind: 'error' | 'skipped' | 'warning'): [string, CodeText][] =>
    Object.entries(ROW_CODE_TEXTS).filter(([code]) => ROW_CODES[code as RowCode] === kind);
  return [
    '# Codes',
    'What each code means, why it happens and what to do. The same texts stand in the console under `/codes/<code>` and in',
    'the API under `/api/codes`. Codes are stable: scripts may rely on them.',
    '',
    '<!-- Made by `npm run docs:codes` from the sources named under each heading. -->',
    ...section(
      'Rows in error',
      'The row was not imported; somebody should mend it in the source. Nothing else of the page is held up.',
      'src/domain/rowCodeTexts.ts',
      rowCodes('error'),
    ),
    ...section(
      'Rows skipped',
      'The row was left out for a good reason; there is nothing to mend.',
      'src/domain/rowCodeTexts.ts',
      rowCodes('skipped'),
    ),
    ...section(
      'Warnings',
      'The row was imported and is worth a look.',
      'src/domain/rowCodeTexts.ts',
      rowCodes('warning'),
    ),
    ...section(
      'Connections and runs',
      'What a connection, a preview or a run failed with on the side of the source.',
      'src/contract/codes.ts',
      Object.entries(CONNECTOR_CODES),
    ),
    ...section(
      'Runs, previews and write-backs that ended on our side',
      '',
      'src/domain/ownCodes.ts',
      Object.entries(OWN_CODES),
    ),
    ...section(
      'Write-backs',
      'Why an opt-out waits or failed on its way to Salesforce, by Salesforce’s own status code. Whatever stands here, the person’s state in Rollcall stands.',
      'src/contract/codes.ts',
      Object.entries(WRITE_BACK_CODES),
    ),
    ...section(
      'Requests',
      'Refusals of the HTTP API and the command line.',
      'src/http/requestCodes.ts',
      Object.entries(REQUEST_CODES),
    ),
    '',
  ].join('\n');
}

function section(title: string, intro: string, source: string, codes: readonly [string, CodeText][]): string[] {
  return [
    '',
    `## ${title}`,
    [intro, `Source: \`${source}\`.`].filter(Boolean).join(' '),
    '',
    '| code | what | why | what to do |',
    '| --- | --- | --- | --- |',
    ...codes.map(([code, text]) => `| \`${code}\` | ${cell(text.title)} | ${cell(text.why)} | ${cell(text.remedy)} |`),
  ];
}

const cell = (text: string): string => text.replaceAll('|', '\\|');
