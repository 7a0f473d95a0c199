import { Type } from '@sinclair/typebox';
import { readImportSettings, type ImportSettingsView } from '../../../sync/connections/importSettings.ts';
import { saveImport } from '../../../sync/connections/saveImport.ts';
import type { Route } from '../../api.ts';
import { teamOf } from '../../caller.ts';
import { RecordTypeSchema } from '../../schemas/common.ts';
import { ImportSettings, type NotifySettings, SaveImport } from '../../schemas/imports.ts';

const tags = ['Imports'];
const params = Type.Object({ id: Type.String(), recordType: RecordTypeSchema });

/** What one record type of a connection imports, and when. */
export const importSettings: Route = (app, { ctx }) => {
  app.get(
    '/connections/:id/imports/:recordType',
    { schema: { tags, summary: "Read an import's settings", params, response: { 200: ImportSettings } } },
    async (request) => {
      const { id, recordType } = request.params;
      return toAnswer(await readImportSettings(ctx, { teamId: teamOf(request).id, connectionId: id }, recordType));
    },
  );

  app.put(
    '/connections/:id/imports/:recordType',
    {
      schema: {
        tags,
        summary: "Save an import's settings",
        description:
          'Any part may be sent alone; the whole is checked as it would then stand. `settings_refused` (422) names each field, ' +
          '`edit_clash` (409) when somebody saved meanwhile. A changed source or mapping is checked against the vendor, and makes the next ' +
          'run a full one: `fullReason` says why.',
        params,
        body: SaveImport,
        response: { 200: ImportSettings },
      },
    },
    async (request) => {
      const { id, recordType } = request.params;
      return toAnswer(
        await saveImport(ctx, { teamId: teamOf(request).id, connectionId: id }, recordType, request.body),
      );
    },
  );
};

function toAnswer(view: ImportSettingsView): ImportSettings {
  return {
    ...view,
    fields: view.fields && { ...view.fields, additional: [...view.fields.additional] },
    notify: plainNotify(view.notify),
    files: view.files && { ...view.files, sampleHeaders: view.files.sampleHeaders && [...view.files.sampleHeaders] },
    columnAnswers: view.columnAnswers.map((answer) => ({ ...answer })),
  };
}

function plainNotify({ addresses, when, attachErrors }: ImportSettingsView['notify']): NotifySettings {
  return { addresses: [...addresses], when, ...(attachErrors === undefined ? {} : { attachErrors }) };
}
