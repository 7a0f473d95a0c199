import { describeConnectorContract, type ContractVendor, type VendorOptions } from '../../../contract/conformance.ts';
import { startSalesforceSandbox } from '../../../sandbox/salesforce/startSalesforceSandbox.ts';
import { connectTo } from '../sandboxConnection.ts';

const BASE = Date.parse('2024-05-01T13:00:00Z');
const RUN = 'POST /services/data/v62.0/analytics/reports';

/** People of the sandbox with modified times of this test: a minute apart, and some in the middle in one second. */
async function startVendor({ people, pageRows, tied }: VendorOptions): Promise<ContractVendor> {
  const org = await startSalesforceSandbox({
    contacts: people,
    leads: 0,
    reportRows: pageRows,
    pageSizeRows: pageRows,
  });
  const records = org.find('Contact', () => true).map(({ Id }) => String(Id));
  const firstTied = Math.floor((people - tied) / 2);
  records.forEach((id, i) => {
    const place = i < firstTied ? i : i < firstTied + tied ? firstTied : i;
    org.edit('Contact', id, {}, new Date(BASE + place * 60_000));
  });
  const { connector, access, deps } = connectTo(org);
  return {
    connector,
    access,
    deps,
    recordType: 'Contact',
    sourceId: org.reportId('Everybody_with_time'),
    fields: ['FIRST_NAME', 'PHONE3', 'Contact.SMS_Opt_Out__c', 'OWNER_FULL_NAME'],
    identity: { recordId: 'CONTACT_ID', lastModified: 'Contact.Last_Modified_Time__c' },
    ids: () => org.find('Contact', ({ IsDeleted }) => IsDeleted === false).map(({ Id }) => String(Id)),
    touch: (id) => org.edit('Contact', id, { FirstName: 'Touched' }),
    callsToRows: 2,
    hangOnRead: () => org.addFault({ route: RUN, kind: 'hang' }),
    dripOnRead: () => org.addFault({ route: RUN, kind: 'slow_drip', delayMs: 120_000 }),
    write: {
      item: (recordId) => ({ recordType: 'Contact', recordId, field: 'SMS_Opt_Out__c', value: true }),
      isWritten: (recordId) => org.record('Contact', recordId)?.['SMS_Opt_Out__c'] === true,
      missingId: '003000000000001AAA',
      recordsPerCall: 200,
    },
    close: () => org.close(),
  };
}

describeConnectorContract('salesforce reports', startVendor);
