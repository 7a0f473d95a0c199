import { cpus, release, totalmem } from 'node:os';
import { bulkImport } from './bulkImport.ts';
import { driftAudit } from './driftAudit.ts';
import { firstImport } from './firstImport.ts';
import { printTable, type Figure, type Measured } from './figures.ts';
import { outage } from './outage.ts';
import { preview } from './preview.ts';
import { report } from './report.ts';
import { sftpImport } from './sftpImport.ts';
import { stopBurst } from './stopBurst.ts';
import { stopSteady20, stopSteady50 } from './stopSteady.ts';
import { unchangedImport } from './unchangedImport.ts';
import { unchangedReport } from './unchangedReport.ts';

/**
 * `npm run bench`: measures and compares with what must be reached. `-- --json` prints one JSON object as the last line
 * of standard output; names (`-- firstImport`) run only those. Progress goes to standard error.
 */
const BENCHES: Readonly<Record<string, (say: (line: string) => void) => Promise<Measured>>> = {
  firstImport,
  bulkImport,
  unchangedImport,
  report,
  unchangedReport,
  preview,
  sftpImport,
  stopSteady20,
  stopSteady50,
  stopBurst,
  outage,
  driftAudit,
};

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  const names = words.filter((word) => !word.startsWith('--'));
  const unknown = names.filter((name) => !BENCHES[name]);
  if (unknown.length > 0) {
    throw new Error(`There is no bench called ${unknown.join(', ')}. There are ${Object.keys(BENCHES).join(', ')}.`);
  }
  const json: Record<string, unknown> = { machine: machine(), versions: { node: process.version } };
  const figures: Figure[] = [];
  for (const name of names.length > 0 ? names : Object.keys(BENCHES)) {
    const measured = await BENCHES[name]!((line) => console.error(`${name}: ${line}`));
    json[name] = measured.values;
    Object.assign(json['versions'] as object, measured.versions);
    figures.push(...measured.figures);
  }
  printTable(figures);
  if (words.includes('--json')) console.log(JSON.stringify(json));
  if (figures.some((figure) => !figure.reached)) process.exitCode = 1;
}

function machine(): Record<string, unknown> {
  return {
    cpu: cpus()[0]?.model.trim(),
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${release()}`,
  };
}

await main();
process.exit();
