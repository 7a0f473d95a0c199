import { gzipSync } from 'node:zlib';
import type { Plugin, Rollup } from 'vite';

/** What a browser may be asked to load, KB gzip. */
const BUDGET = { firstScript: 220, styles: 30, laterPage: 60, allScript: 380 };

/** What the first view needs beside the entry: the shell and the page people land on. */
const FIRST_VIEW = ['shell/TeamShell.tsx', 'pages/overview/OverviewPage.tsx'];

interface Line {
  readonly what: string;
  readonly sizeKb: number;
  readonly limitKb: number;
}

/** Prints what the console weighs after each build, and fails the build when it has grown past its budget. */
export function checkBudget(): Plugin {
  return {
    name: 'rollcall-budget',
    apply: 'build',
    // After Vite's own plugin, which adds the one style sheet in the same step.
    enforce: 'post',
    generateBundle(_options, bundle) {
      const lines = weigh(bundle);
      for (const line of lines) {
        const mark = line.sizeKb > line.limitKb ? 'OVER' : 'ok';
        this.info(`${line.what.padEnd(44)} ${line.sizeKb.toFixed(1).padStart(6)} KB of ${line.limitKb} KB  ${mark}`);
      }
      const over = lines.filter((line) => line.sizeKb > line.limitKb);
      if (over.length > 0) {
        this.error(`The console is over its budget: ${over.map((line) => line.what).join(', ')}.`);
      }
    },
  };
}

function weigh(bundle: Rollup.OutputBundle): Line[] {
  const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
  const styles = Object.values(bundle).filter((output) => output.type === 'asset' && output.fileName.endsWith('.css'));
  const sizes = new Map(chunks.map((chunk) => [chunk.fileName, sizeKb(chunk.code)]));
  const weight = (names: Iterable<string>) => [...names].reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0);

  const first = new Set<string>();
  for (const chunk of chunks) {
    const isFirst = FIRST_VIEW.some((path) => chunk.moduleIds.some((id) => id.endsWith(path)));
    if (chunk.isEntry || isFirst) addClosure(chunk.fileName, bundle, first);
  }
  // A page's chunk holds its whole area (chunkGroups.ts), so that all pages of an area weigh the same.
  const pages = [...new Set(chunks.flatMap((chunk) => chunk.dynamicImports))]
    .map((fileName) => {
      const needed = addClosure(fileName, bundle, new Set<string>());
      return { name: fileName, kb: weight([...needed].filter((name) => !first.has(name))) };
    })
    .sort((a, b) => b.kb - a.kb);
  const largest = pages[0];
  if (largest === undefined) throw new Error('The build loads no page on its own: the budget would not be checked.');
  if (styles.length === 0) throw new Error('The build has no style sheet to weigh: the budget would not be checked.');
  const styleKb = styles.reduce((sum, asset) => sum + (asset.type === 'asset' ? sizeKb(asset.source) : 0), 0);

  return [
    { what: 'script of the first view', sizeKb: weight(first), limitKb: BUDGET.firstScript },
    { what: `largest later page (${largest.name})`, sizeKb: largest.kb, limitKb: BUDGET.laterPage },
    { what: 'all script', sizeKb: weight(sizes.keys()), limitKb: BUDGET.allScript },
    { what: 'all styles', sizeKb: styleKb, limitKb: BUDGET.styles },
  ];
}

/** Adds a chunk and all it imports statically. */
function addClosure(fileName: string, bundle: Rollup.OutputBundle, into: Set<string>): Set<string> {
  if (into.has(fileName)) return into;
  const output = bundle[fileName];
  if (output?.type !== 'chunk') return into;
  into.add(fileName);
  for (const imported of output.imports) addClosure(imported, bundle, into);
  return into;
}

function sizeKb(content: string | Uint8Array): number {
  return gzipSync(content).length / 1024;
}
