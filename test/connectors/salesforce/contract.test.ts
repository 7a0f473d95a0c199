import { describeConnectorContract, type ContractVendor, type VendorOptions } from '../../contract/conformance.ts';
import { startSalesforceSandbox } from '../../sandbox/salesforce/startSalesforceSandbox.ts';
import { connectTo, viewId } from './sandboxConnection.ts';

const BASE = Date.parse('2024-05-01T13:00:00Z');

/** People of the sandbox with modified times of this test: a minute apart, and some in the middle in one second. */
async function startVendor({ people, pageRows, tied }: VendorOptions): Promise<ContractVendor> {
  const org = await startSalesforceSandbox({ contacts: people, leads: 0, pageSizeRows: pageRows });
  const records = org.find('Contact', () => true).map(({ Id }) => String(Id));
  const firstTied = Math.floor((people - tied) / 2);
  records.forEach((id, i) => {
    const place = i < firstTied ? i : i < firstTied + tied ? firstTied : i;
    org.edit('Contact', id, {}, new Date(BASE + place * 60_000));
  });
  const { connector, access, deps, open } = connectTo(org);
  const finder = open();
  const sourceId = await viewId(finder, 'All contacts');
  await finder.close();
  return {
    connector,
    access,
    deps,
    recordType: 'Contact',
    sourceId,
    fields: ['FirstName', 'MobilePhone', 'SMS_Opt_Out__c', 'Owner.Name'],
    ids: () => org.find('Contact', ({ IsDeleted }) => IsDeleted === false).map(({ Id }) => String(Id)),
    touch: (id) => org.edit('Contact', id, { FirstName: 'Touched' }),
    callsToRows: 2,
    hangOnRead: () => org.addFault({ route: 'GET /services/data/v62.0/query', kind: 'hang' }),
    dripOnRead: () => org.addFault({ route: 'GET /services/data/v62.0/query', kind: 'slow_drip', delayMs: 120_000 }),
    write: {
      item: (recordId) => ({ recordType: 'Contact', recordId, field: 'SMS_Opt_Out__c', value: true }),
      isWritten: (recordId) => org.record('Contact', recordId)?.['SMS_Opt_Out__c'] === true,
      missingId: '003000000000001AAA',
      recordsPerCall: 200,
    },
    close: () => org.close(),
  };
}

describeConnectorContract('salesforce', startVendor);
