import type { DataSource } from 'typeorm';

/** The schema as text, from the catalog itself: what a review reads when a migration changes it. */
export async function schemaReport(dataSource: DataSource): Promise<string> {
  const lines: string[] = [];
  const tables: { name: string; comment: string | null }[] = await dataSource.query(
    `select relname as name, obj_description(oid) as comment from pg_class
     where relkind = 'r' and relnamespace = 'public'::regnamespace and relname !~ '^(agenda_|migration$)' order by 1`,
  );
  for (const table of tables) {
    lines.push(`table ${table.name}${table.comment ? `  -- ${table.comment}` : ''}`);
    lines.push(...(await texts(dataSource, COLUMNS, table.name)));
    lines.push(...(await texts(dataSource, CONSTRAINTS, table.name)));
    lines.push(...(await texts(dataSource, INDEXES, table.name)));
    lines.push(...(await texts(dataSource, TRIGGERS, table.name)), '');
  }
  return lines.join('\n');
}

async function texts(dataSource: DataSource, query: string, table: string): Promise<string[]> {
  const rows: { text: string }[] = await dataSource.query(query, [table]);
  return rows.map((row) => `  ${row.text}`);
}

const COLUMNS = `
select a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end
  || case when a.attidentity <> '' then ' identity' else '' end
  || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
  || coalesce('  -- ' || col_description(a.attrelid, a.attnum), '') as text
from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`;

// Not-null constraints stand with their columns; PostgreSQL 18 lists them a second time.
const CONSTRAINTS = `
select 'constraint ' || conname || ' ' || pg_get_constraintdef(oid)
  || coalesce('  -- ' || obj_description(oid, 'pg_constraint'), '') as text
from pg_constraint where conrelid = $1::regclass and contype <> 'n' order by contype, conname`;

const INDEXES = `
select replace(indexdef, ' USING btree', '') as text from pg_indexes
where schemaname = 'public' and tablename = $1
  and indexname not in (select conname from pg_constraint where conrelid = $1::regclass) order by indexname`;

const TRIGGERS = `
select pg_get_triggerdef(oid) as text from pg_trigger where tgrelid = $1::regclass and not tgisinternal order by tgname`;
