import { readConsentPolicy, saveConsentPolicy, type ConsentPolicy } from '../db/consentPolicy.ts';
import { refusePhrase, tidyPhrase } from '../domain/stopPhrase.ts';
import type { SyncContext } from './context.ts';
import { RequestError } from './errors.ts';

/**
 * Saves how a team reads replies and how soon it honours them; counts for messages from now on.
 * @param policy.version - the one it was edited from; 0 while the defaults stand
 * @returns the policy as it stands now
 * @throws RequestError `phrase_refused`, `policy_changed`
 */
export async function changeConsentPolicy(
  ctx: SyncContext,
  teamId: string,
  policy: Pick<ConsentPolicy, 'languages' | 'stopPhrases' | 'businessDays' | 'version'>,
  actor: string,
): Promise<ConsentPolicy> {
  const stopPhrases = distinct(policy.stopPhrases.map(tidyPhrase));
  for (const phrase of stopPhrases) {
    const refused = refusePhrase(phrase);
    if (refused !== null) {
      throw new RequestError(
        'refused',
        'phrase_refused',
        `The phrase “${phrase}” can’t count as STOP. ${refused} Nothing was saved; change or remove it.`,
        [{ field: 'stopPhrases', message: refused }],
      );
    }
  }
  return ctx.dataSource.transaction(async (tx) => {
    if (!(await saveConsentPolicy(tx, teamId, { ...policy, stopPhrases }, { now: ctx.now(), actor }))) {
      throw new RequestError(
        'conflict',
        'policy_changed',
        'Somebody else has changed the consent policy meanwhile, so nothing was saved. Load the page again, then repeat your change.',
      );
    }
    return readConsentPolicy(tx, teamId);
  });
}

/** Phrases that differ in case alone are one; the first spelling stays. */
function distinct(phrases: readonly string[]): string[] {
  const byFold = new Map<string, string>();
  for (const phrase of phrases) if (!byFold.has(phrase.toLowerCase())) byFold.set(phrase.toLowerCase(), phrase);
  return [...byFold.values()];
}
