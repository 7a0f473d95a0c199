import { readConsentPolicy, type ConsentPolicy as StoredPolicy } from '../../../db/consentPolicy.ts';
import { KEYWORDS } from '../../../domain/keywords.ts';
import { changeConsentPolicy } from '../../../sync/consentPolicy.ts';
import type { Route } from '../../api.ts';
import { callerOf, teamOf } from '../../caller.ts';
import { ConsentPolicy, SaveConsentPolicy } from '../../schemas/optOuts.ts';

const tags = ['Settings'];

/** How a team reads replies, and in how many business days it honours them. */
export const consentPolicy: Route = (app, { ctx }) => {
  app.get(
    '/consent-policy',
    {
      schema: {
        tags,
        summary: 'How replies are read',
        description: 'Version 0 while the defaults stand. The words of carriers always count.',
        response: { 200: ConsentPolicy },
      },
    },
    async (request) => toPolicy(await readConsentPolicy(ctx.dataSource.manager, teamOf(request).id)),
  );

  app.put(
    '/consent-policy',
    {
      schema: {
        tags,
        summary: 'Change how replies are read',
        description:
          'Counts for messages from then on. `policy_changed` (409) when `version` is not the stored one, `phrase_refused` (422) when a ' +
          'phrase is an ordinary answer.',
        body: SaveConsentPolicy,
        response: { 200: ConsentPolicy },
      },
    },
    async (request) =>
      toPolicy(await changeConsentPolicy(ctx, teamOf(request).id, request.body, callerOf(request).actor)),
  );
};

function toPolicy(policy: StoredPolicy): ConsentPolicy {
  return {
    version: policy.version,
    languages: [...policy.languages],
    stopPhrases: [...policy.stopPhrases],
    businessDays: policy.businessDays,
    keywords: { stop: [...KEYWORDS.stop], start: [...KEYWORDS.start], help: [...KEYWORDS.help] },
    changedAt: policy.changedAt?.toISOString() ?? null,
    changedBy: policy.changedBy,
  };
}
