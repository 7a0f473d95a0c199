import type { Route } from '../api.ts';
import { firstRun } from './accounts/firstRun.ts';
import { me } from './accounts/me.ts';
import { session } from './accounts/session.ts';
import { teams } from './accounts/teams.ts';
import { authorization } from './connections/authorization.ts';
import { certificate } from './connections/certificate.ts';
import { connections } from './connections/connections.ts';
import { fileHeaders } from './connections/fileHeaders.ts';
import { sources } from './connections/sources.ts';
import { trust } from './connections/trust.ts';
import { consent } from './contacts/consent.ts';
import { contacts } from './contacts/contacts.ts';
import { evidence } from './contacts/evidence.ts';
import { fields } from './fields/fields.ts';
import { folder } from './imports/folder.ts';
import { importSettings } from './imports/importSettings.ts';
import { previews } from './imports/previews.ts';
import { events } from './live/events.ts';
import { oauthCallback } from './oauth/oauthCallback.ts';
import { conflicts } from './optOuts/conflicts.ts';
import { deadLetters } from './optOuts/deadLetters.ts';
import { drift } from './optOuts/drift.ts';
import { optOuts } from './optOuts/optOuts.ts';
import { optOutReport } from './optOuts/report.ts';
import { review } from './optOuts/review.ts';
import { overview } from './overview/overview.ts';
import { corrections } from './runs/corrections.ts';
import { runRows } from './runs/runRows.ts';
import { runs } from './runs/runs.ts';
import { codes } from './server/codes.ts';
import { health } from './server/health.ts';
import { openApi } from './server/openApi.ts';
import { consentPolicy } from './settings/consentPolicy.ts';
import { textingNumbers } from './settings/textingNumbers.ts';
import { tokens } from './settings/tokens.ts';
import { users } from './settings/users.ts';
import { twilioSms } from './webhooks/twilioSms.ts';

/** Routes of one team, registered under `/api/teams/:slug`. */
export const teamRoutes: readonly Route[] = [
  overview,
  contacts,
  consent,
  evidence,
  optOuts,
  review,
  conflicts,
  deadLetters,
  drift,
  optOutReport,
  connections,
  authorization,
  certificate,
  trust,
  sources,
  fileHeaders,
  importSettings,
  folder,
  previews,
  runs,
  runRows,
  corrections,
  fields,
  events,
  users,
  tokens,
  textingNumbers,
  consentPolicy,
];

/** Everything else, with whole addresses. */
export const serverRoutes: readonly Route[] = [
  session,
  me,
  firstRun,
  teams,
  oauthCallback,
  twilioSms,
  health,
  codes,
  openApi,
];
