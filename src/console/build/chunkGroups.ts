import { fileURLToPath } from 'node:url';
import type { Rolldown } from 'vite';

/** The console's own sources. */
const SOURCES = fileURLToPath(new URL('..', import.meta.url));

/** Pages that are opened together, so that their script is fetched together. The first that fits a page is its area. */
const AREAS: readonly (readonly [name: string, pages: RegExp])[] = [
  ['mapping', /\/integrations\/(ContactImport|OptOut)Page/],
  ['setup', /\/integrations\/(AddConnection|Authentication|Schedule|Notifications)Page/],
  ['integrations', /\/pages\/(integrations|runs)\//],
  ['people', /\/pages\/(contacts|optOuts)\//],
  ['settings', /\/pages\/(settings|data|account)\//],
];

/** The first view; and the table, which nearly every page after it draws. */
const START = /\/console\/(main\.tsx|shell\/TeamShell\.tsx|pages\/overview\/OverviewPage\.tsx|parts\/DataTable\.tsx)$/;

/**
 * Which script files the console is made of. Left alone, the bundler makes one of each part that two pages share: a
 * hundred and thirty of them, a third under 1 KB, each packed on its own and together a quarter larger than this.
 *
 * start: the first view with all it needs. vendor: what later pages need of packages. shared: our own parts that more
 * than one area needs. Then a file for each area. None imports one further down, so that they load in order.
 */
export function chunkGroups(): Rolldown.CodeSplittingGroup[] {
  let areas: ReadonlyMap<string, string> | undefined;
  const named = (name: string) => (id: string, context: Rolldown.ChunkingContext) => {
    areas ??= areasOfSources(context);
    return areas.get(id) === name ? name : null;
  };
  const groups = [
    { name: 'start', test: START },
    { name: 'vendor', test: /\/node_modules\// },
    ...['shared', ...AREAS.map(([area]) => area)].map((name) => ({ name: named(name), debugName: name })),
  ];
  return groups.map((group, index) => ({ ...group, priority: groups.length - index }));
}

/** Our own modules by the area that reaches them; `shared` for those that more than one does. */
function areasOfSources(context: Rolldown.ChunkingContext): ReadonlyMap<string, string> {
  const reachedFrom = new Map<string, string>();
  const reach = (id: string, area: string): void => {
    const before = reachedFrom.get(id);
    if (!id.startsWith(SOURCES) || before === area || before === 'shared') return;
    reachedFrom.set(id, before === undefined ? area : 'shared');
    for (const imported of context.getModuleInfo(id)?.importedIds ?? []) reach(imported, area);
  };
  for (const page of context.getModuleInfo(`${SOURCES}router/routes.ts`)?.dynamicallyImportedIds ?? []) {
    const area = AREAS.find(([, pages]) => pages.test(page));
    if (area !== undefined) reach(page, area[0]);
  }
  return reachedFrom;
}
