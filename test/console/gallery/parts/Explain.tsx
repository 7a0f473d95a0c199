import { Button } from '@mantine/core';
import { ApiError } from '../../../../src/console/api/apiError.ts';
import { Explain } from '../../../../src/console/parts/Explain.tsx';
import { Failure } from '../../../../src/console/parts/Failure.tsx';
import type { Pieces } from '../Gallery.tsx';

const refused = new ApiError(409, { code: 'run_busy', message: 'An import of Contacts runs already. Wait for it, or cancel it.', requestId: 'req-12' });

export const pieces: Pieces = {
  fault: (
    <Explain
      code="wb_field_locked"
      message="Salesforce refused 12 opt-outs: the API user can't edit SMS_Opt_Out__c."
      remedy="Allow it to edit that field, then retry. All 12 stay opted out here."
      vendorMessage="INVALID_FIELD_FOR_INSERT_UPDATE: Unable to create/update fields: SMS_Opt_Out__c"
      nextTry="Tried again at 10:14 AM ET."
      requestId="req-8f2"
      actions={<Button size="compact-md">Retry 12</Button>}
    />
  ),
  attention: <Explain code="sf_budget_spent" tone="attention" message="Paused at row 84,000: today's 25,000 calls are used." />,
  'refusal of the API': <Failure error={refused} onRetry={() => undefined} />,
};
