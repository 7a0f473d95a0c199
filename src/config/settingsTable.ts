import { settingNames, settingText } from './environment.ts';

/** The settings as a Markdown table, for the README. */
export function settingsTable(): string {
  const rows = settingNames.map((name) => {
    const { description, accepts, default: preset, unset } = settingText(name);
    return `| \`${name}\` | ${description} | ${accepts} | ${preset === undefined ? (unset ?? '') : `\`${preset}\``} |`;
  });
  return ['| setting | what it does | accepts | when it is not set |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
