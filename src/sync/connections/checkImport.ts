import type { Connector, FieldProblem } from '../../contract/connector.ts';
import type { SourceField } from '../../contract/sources.ts';
import type { ImportConfigRow } from '../../db/importConfigs.ts';
import { checkMapping } from '../../domain/checkMapping.ts';
import type { TeamField } from '../../domain/contact.ts';
import { checkWindows } from '../../domain/windows.ts';
import { addressProblem } from './emailAddress.ts';
import { sourceKindOf } from './findConnection.ts';

/** Most addresses an import tells about itself. */
const MAX_ADDRESSES = 20;

/** Everything wrong with an import's settings that can be told without asking the vendor. */
export function checkImport(config: ImportConfigRow, connector: Connector): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const windows = checkWindows(config.windows, connector.maxWindowsPerDay);
  if (windows !== null) problems.push({ field: 'windows', message: windows });
  problems.push(...checkAddresses(config.notify.addresses));
  if (config.state === 'on') {
    if (config.source_id === null)
      problems.push({ field: 'source', message: 'No source is chosen. Choose what to import before turning it on.' });
    if (config.fields === null) {
      problems.push({
        field: 'fields',
        message: 'No fields are mapped. Map first name, last name and mobile number before turning it on.',
      });
    }
  }
  return problems;
}

function checkAddresses(addresses: readonly string[]): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (addresses.length > MAX_ADDRESSES) {
    problems.push({
      field: 'notify.addresses',
      message: `${addresses.length} addresses are entered; ${MAX_ADDRESSES} is the most. A group address reaches more people.`,
    });
  }
  addresses.forEach((address, index) => {
    const field = `notify.addresses.${index}`;
    const problem = addressProblem(address);
    if (problem !== null) problems.push({ field, message: problem });
    else if (addresses.findIndex((other) => other.toLowerCase() === address.toLowerCase()) < index) {
      problems.push({ field, message: `${address} is entered twice. Remove one.` });
    }
  });
  return problems;
}

/** A mapping against the fields the API user can see now; an opt-out mapping without fields is checked by itself. */
export function checkMappings(
  config: ImportConfigRow,
  fields: readonly SourceField[],
  teamFields: readonly TeamField[],
  connector: Connector,
): readonly FieldProblem[] {
  const { fields: mapped, opt_out: optOut } = config;
  const kind = sourceKindOf(connector, config.source_kind);
  if (mapped) return checkMapping({ fields: mapped, optOut }, fields, teamFields, kind);
  const nothing = { firstName: '', firstNameFallback: null, lastName: '', mobile: '', userId: null, additional: [] };
  return checkMapping({ fields: nothing, optOut }, fields, teamFields).filter(({ field }) =>
    field.startsWith('optOut'),
  );
}
