import type { Connector } from '../../src/contract/connector.ts';
import { authorizationFlow } from './authorization.ts';
import { certificates } from './certificates.ts';
import { LIST_VIEW } from './listViews.ts';
import { openConnection } from './opening.ts';
import { RECORDS_PER_READ } from './readRecords.ts';
import { REPORT } from './reports/listReports.ts';
import { checkSettings, recordUrl } from './settings.ts';
import { API_VERSION, TUNING, type Tuning } from './tuning.ts';

/** The Salesforce connector with another patience than production's; for tests. */
export function makeSalesforce(tuning: Tuning): Connector {
  return {
    id: 'salesforce',
    title: 'Salesforce',
    apiVersion: API_VERSION,
    recordTypes: [
      { id: 'Contact', label: 'Contacts' },
      { id: 'Lead', label: 'Leads' },
    ],
    sourceKinds: [
      { name: LIST_VIEW, mapsIdentity: false, mapsModified: false },
      { name: REPORT, mapsIdentity: true, mapsModified: true },
    ],
    maxWindowsPerDay: 3,
    writesBack: true,
    recordsPerRead: RECORDS_PER_READ,
    checkSettings,
    typedSecrets: ['clientSecret'],
    usedSecrets: ({ method }) => (method === 'jwt_bearer' ? [] : ['clientSecret']),
    recordUrl,
    certificates,
    authorization: authorizationFlow(tuning),
    open: (access, deps) => openConnection(access, deps, tuning),
  };
}

/** Contacts and leads from Salesforce List Views and Reports; opt-outs written back to the records they came from. */
export const salesforce: Connector = makeSalesforce(TUNING);
