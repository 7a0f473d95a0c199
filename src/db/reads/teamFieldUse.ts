import type { TeamField } from '../../domain/contact.ts';
import type { FieldMapping } from '../../domain/mappingTypes.ts';
import type { Db } from '../database.ts';
import { readTeamFields } from '../teamFields.ts';

/** A team's own fields, each with the imports that fill it (`Salesforce · Contacts`). */
export async function readTeamFieldUse(db: Db, teamId: string): Promise<(TeamField & { usedBy: string[] })[]> {
  const [fields, imports] = await Promise.all([
    readTeamFields(db, teamId),
    db.query<{ name: string; record_type: string; fields: FieldMapping }[]>(
      `select k.name, i.record_type, i.fields from import_config i
       join connection k on k.id = i.connection_id and k.disconnected_at is null
       where i.team_id = $1 and i.fields is not null order by lower(k.name), i.record_type`,
      [teamId],
    ),
  ]);
  return fields.map((field) => ({
    ...field,
    usedBy: imports
      .filter((one) => one.fields.additional.some((line) => line.field === field.key))
      .map((one) => `${one.name} · ${one.record_type}s`),
  }));
}
