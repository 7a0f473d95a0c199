import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { migrate, openDatabase } from '../../src/db/database.ts';
import { mergeContacts } from '../../src/db/mergeContacts.ts';
import type { ContactWrite } from '../../src/domain/mergeTypes.ts';

/**
 * Rows a second of the page merge alone: the same statement, in the same pages and one transaction a page, on the same
 * server, fed arrays that were prepared before. No HTTP, no mapping, no rules, no history.
 */
export async function measureMerge(serverUrl: string, rows: number, pageRows: number): Promise<number> {
  const name = 'merge_bench';
  const admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();
  await admin.query(`create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const dataSource = await openDatabase({ url: url.href, poolSize: 2 });
  try {
    await migrate(dataSource);
    const [team]: { id: string }[] = await dataSource.query(
      `insert into team (slug, name) values ('bench', 'Bench') returning id`,
    );
    const [connection]: { id: string }[] = await dataSource.query(
      `insert into connection (team_id, connector, name) values ($1, 'salesforce', 'Bench') returning id`,
      [team!.id],
    );
    const page = {
      teamId: team!.id,
      connectionId: connection!.id,
      recordType: 'Contact',
      runId: randomUUID(),
      now: new Date(),
    } as const;
    const pages = preparePages(rows, pageRows);
    const started = performance.now();
    for (const writes of pages) await dataSource.transaction((tx) => mergeContacts(tx, page, writes));
    return rows / ((performance.now() - started) / 1000);
  } finally {
    await dataSource.destroy();
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
  }
}

function preparePages(rows: number, pageRows: number): ContactWrite[][] {
  const pages: ContactWrite[][] = [];
  for (let row = 0; row < rows; row++) {
    if (row % pageRows === 0) pages.push([]);
    pages.at(-1)!.push({
      contactId: `003${String(row).padStart(15, '0')}`,
      firstName: `Given${row % 997}`,
      lastName: `Family${row % 4999}`,
      mobile: `+1${2_000_000_000 + row}`,
      assignedTo: null,
      custom: {},
      optedOut: false,
      consentCause: null,
      sourceModifiedAt: new Date(1_760_000_000_000 + row * 1000),
      sourceOptedOut: false,
      keepsLink: false,
      correctedAt: null,
    });
  }
  return pages;
}
