import {
  ACCOUNT_SCHEMA,
  CONTACT_SCHEMA,
  LEAD_SCHEMA,
  ORGANIZATION_SCHEMA,
  PERMISSION_SCHEMA,
  USER_SCHEMA,
} from './contactSchema.ts';
import { idSeries, instanceOf, type IdSeries } from './ids.ts';
import { populate } from './population.ts';
import { RecordTable } from './recordTable.ts';
import type { RowSource } from './rowSource.ts';
import type { RecordType, SandboxOptions } from './sandboxTypes.ts';
import type { Value } from './schema.ts';
import { smallTable } from './smallTable.ts';
import type { Catalog } from './soql/resolve.ts';
import { USER_ZONE } from './soql/dateLiterals.ts';

export interface Permissions {
  apiEnabled: boolean;
  viewSetup: boolean;
  contactRead: boolean;
  contactEdit: boolean;
  leadRead: boolean;
  leadEdit: boolean;
  runReports: boolean;
}

/** The org's records, people and settings; everything that is not HTTP. */
export interface Org {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  /** Whom the API acts as. */
  readonly apiUserId: string;
  /** Somebody who works in the org by hand. */
  readonly staffUserId: string;
  readonly permissions: Permissions;
  readonly tables: Record<RecordType, RecordTable>;
  readonly catalog: Catalog;
  readonly now: () => Date;
  /** The org's clock in whole epoch seconds, as stamps are. */
  nowSecond(): number;
  idsOf(keyPrefix: string): IdSeries;
  isReadOnly(type: string, field: string): boolean;
  /**
   * Hides a field from the API user, or shows it again.
   *
   * @throws Error for a field that is not there, or that field security can't hide
   */
  setHidden(type: RecordType, field: string, isHidden: boolean): void;
  /** When describes last changed, epoch seconds. */
  readonly describedSecond: number;
  isRecordType(type: string): type is RecordType;
  mayRead(type: string): boolean;
  mayEdit(type: string): boolean;
  /** Gives an account another name: formulas over it change, the records that hold them are not touched. */
  renameAccount(id: string, name: string): void;
  /** Adds an object that is read only through queries. */
  addSource(source: RowSource): void;
  /** Readable objects, for the list of objects. */
  sources(): RowSource[];
}

const USERS: readonly (readonly [name: string, alias: string])[] = [
  ['Rollcall Integration', 'rollc'],
  ['Dana Whitfield', 'dwhit'],
  ['Marcus Oyelaran', 'moyel'],
  ['Inés Carrasco', 'icarr'],
  ['Priscilla Tan', 'ptan'],
  ['Walt Jefferson', 'wjeff'],
];

/** Makes the org with its population. Half a million contacts take about a second. */
export function createOrg(options: SandboxOptions): Org {
  const seed = options.seed ?? 1;
  const instance = instanceOf(seed);
  const now = options.now ?? ((): Date => new Date());
  const nowSecond = (): number => Math.floor(now().getTime() / 1000);
  const idsOf = (prefix: string): IdSeries => idSeries(prefix, instance);
  const userIds = USERS.map((_user, row) => idsOf('005').idOf(row));
  const accountIds = Array.from({ length: 24 }, (_none, row) => idsOf('001').idOf(row));
  const [contacts, leads] = [options.contacts ?? 5000, options.leads ?? 300];
  const common = { seed, now: nowSecond(), userIds, accountIds, contacts, contactId: idsOf('003').idOf };
  const sources = new Map<string, RowSource>();
  const table = (schema: typeof CONTACT_SCHEMA, type: RecordType, count: number, firstPhone: number): RecordTable =>
    new RecordTable(
      schema,
      idsOf(schema.keyPrefix),
      populate({ ...common, type, count, firstPhone }),
      userIds[0]!,
      (other) => sources.get(other.toLowerCase()),
    );
  const tables: Record<RecordType, RecordTable> = {
    Contact: table(CONTACT_SCHEMA, 'Contact', contacts, 0),
    Lead: table(LEAD_SCHEMA, 'Lead', leads, 2 * contacts),
  };
  const orgId = idsOf('00D').idOf(0);
  const name = 'Sandbox University';
  const username = 'rollcall.integration@sandbox-university.example';
  const permissions: Permissions = {
    apiEnabled: true,
    viewSetup: true,
    contactRead: true,
    contactEdit: true,
    leadRead: true,
    leadEdit: true,
    runReports: true,
    ...options.permissions,
  };
  const users = USERS.map(([userName, alias], row): Record<string, Value> => ({
    Id: userIds[row]!,
    Name: userName,
    Alias: alias,
    IsActive: true,
    TimeZoneSidKey: USER_ZONE,
    Username: row === 0 ? username : `${alias}@sandbox-university.example`,
    Email: `${alias}@sandbox-university.example`,
  }));
  const accounts = accountIds.map((Id, row): Record<string, Value> => ({
    Id,
    Name: `Household ${String(row + 1).padStart(2, '0')}`,
  }));
  const organization: Record<string, Value> = {
    Id: orgId,
    Name: name,
    IsSandbox: true,
    InstanceName: instance,
    OrganizationType: 'Developer Edition',
    TimeZoneSidKey: USER_ZONE,
    LanguageLocaleKey: 'en_US',
  };
  const addSource = (source: RowSource): void => void sources.set(source.schema.name.toLowerCase(), source);
  addSource(tables.Contact);
  addSource(tables.Lead);
  addSource(smallTable(USER_SCHEMA, () => users));
  addSource(smallTable(ACCOUNT_SCHEMA, () => accounts));
  addSource(smallTable(ORGANIZATION_SCHEMA, () => [organization]));
  addSource(
    smallTable(PERMISSION_SCHEMA, () => [
      {
        Id: '000000000000000AAA',
        PermissionsApiEnabled: permissions.apiEnabled,
        PermissionsViewSetup: permissions.viewSetup,
        PermissionsViewAllData: permissions.contactRead && permissions.leadRead,
        PermissionsModifyAllData: false,
      },
    ]),
  );

  const listed = (lists: Record<string, string[]> | undefined, type: string, field: string): boolean =>
    (lists?.[type] ?? []).some((one) => one.toLowerCase() === field.toLowerCase());
  const nameOf = (type: string, field: string): string => `${type}.${field}`.toLowerCase();
  const hidden = new Set(
    Object.entries(options.hiddenFields ?? {}).flatMap(([type, fields]) => fields.map((field) => nameOf(type, field))),
  );
  let describedSecond = nowSecond() - 1;
  const mayRead = (type: string): boolean =>
    (type !== 'Contact' || permissions.contactRead) && (type !== 'Lead' || permissions.leadRead);
  return {
    id: orgId,
    name,
    username,
    apiUserId: userIds[0]!,
    staffUserId: userIds[1]!,
    permissions,
    tables,
    now,
    nowSecond,
    idsOf,
    addSource,
    renameAccount(id, accountName) {
      const account = accounts.find((one) => one['Id'] === id);
      if (!account) throw new Error(`The sandbox has no Account ${id}.`);
      account['Name'] = accountName;
    },
    mayRead,
    mayEdit: (type) =>
      mayRead(type) && (type === 'Contact' ? permissions.contactEdit : type === 'Lead' && permissions.leadEdit),
    setHidden(type, field, isHidden) {
      const def = tables[type].field(field);
      if (!def || def.permissionable === false)
        throw new Error(`${type} has no field ${field} that field security can hide.`);
      if (isHidden) hidden.add(nameOf(type, field));
      else hidden.delete(nameOf(type, field));
      // Two changes in one second must not look like one to who asks for what changed since.
      describedSecond = Math.max(nowSecond(), describedSecond + 1);
    },
    get describedSecond() {
      return describedSecond;
    },
    isReadOnly: (type, field) => listed(options.readOnlyFields, type, field),
    isRecordType: (type): type is RecordType => type === 'Contact' || type === 'Lead',
    sources: () => [...sources.values()].filter((source) => mayRead(source.schema.name)),
    catalog: {
      source: (type) => {
        const source = sources.get(type.toLowerCase());
        return source && mayRead(source.schema.name) ? source : undefined;
      },
      isHidden: (type, field) => hidden.has(nameOf(type, field)),
    },
  };
}
