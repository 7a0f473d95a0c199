import type { FieldDef, ObjectSchema } from '../schema.ts';

const system = { updateable: false, createable: false, permissionable: false } as const;
const everything = [{ name: 'everything', label: 'Everything' }];
const id = (label: string): FieldDef => ({ name: 'Id', label, type: 'id', length: 18, nillable: false, ...system });
const text = (name: string, label: string, length: number): FieldDef => ({
  name,
  label,
  type: 'string',
  length,
  ...system,
});

export const REPORT_SCHEMA: ObjectSchema = {
  name: 'Report',
  label: 'Report',
  labelPlural: 'Reports',
  keyPrefix: '00O',
  supportedScopes: everything,
  fields: [
    id('Report ID'),
    {
      name: 'OwnerId',
      label: 'Folder ID',
      type: 'reference',
      length: 18,
      nillable: false,
      referenceTo: ['Folder', 'User'],
      relationshipName: 'Owner',
      ...system,
    },
    text('FolderName', 'Folder Name', 256),
    { ...text('Name', 'Report Name', 40), nillable: false, nameField: true },
    text('Description', 'Description', 255),
    text('DeveloperName', 'Report Unique Name', 80),
    { ...text('Format', 'Format', 40), type: 'picklist' },
    { name: 'LastModifiedDate', label: 'Last Modified Date', type: 'datetime', nillable: false, ...system },
  ],
};

export const FOLDER_SCHEMA: ObjectSchema = {
  name: 'Folder',
  label: 'Folder',
  labelPlural: 'Folders',
  keyPrefix: '00l',
  supportedScopes: everything,
  fields: [
    id('Folder ID'),
    { ...text('Name', 'Name', 40), nillable: false, nameField: true },
    text('DeveloperName', 'Folder Unique Name', 80),
    { ...text('Type', 'Type', 40), type: 'picklist' },
    { ...text('AccessType', 'Access Type', 40), type: 'picklist' },
  ],
};
