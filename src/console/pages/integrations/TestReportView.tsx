import { Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import type { Connection, TestReport } from '../../../http/schemas/connections.ts';
import { count } from '../../format/number.ts';
import { easternTime } from '../../format/time.ts';
import { isFileServer } from './connectionTabList.ts';
import { FolderSeen } from './FolderSeen.tsx';
import { knownBefore } from './ftpSettings.ts';
import { Fingerprint } from './TrustFacts.tsx';
import classes from './Authentication.module.css';

interface TestReportViewProps {
  readonly report: TestReport;
  readonly connection: Connection;
}

/** What a test of the connection found: who we are there, one line for each permission; calls left, or the folder. */
export function TestReportView({ report, connection }: TestReportViewProps) {
  const { account, folder } = report;
  const missing = report.permissions.filter((permission) => !permission.ok).length;
  return (
    <div>
      {isFileServer(connection) ? (
        <dl className={classes.facts}>
          <dt>Server</dt>
          <dd>{account.accountName}</dd>
          <dt>Trusted</dt>
          <dd>{knownBefore(account.accountId) ?? <Fingerprint value={account.accountId} />}</dd>
          <dt>User</dt>
          <dd>{account.userName}</dd>
        </dl>
      ) : (
        <dl className={classes.facts}>
          <dt>Org</dt>
          <dd>
            {account.accountName} <span className="rc-mono">{account.accountId}</span>
          </dd>
          <dt>User</dt>
          <dd>{account.userName}</dd>
          <dt>API version</dt>
          <dd>{report.apiVersion}</dd>
          <dt>Calls left today</dt>
          <dd className="rc-number">
            {report.calls === null
              ? '– (the user needs View Setup to see it)'
              : `${count(report.calls.left)} of ${count(report.calls.allowed)}`}
          </dd>
        </dl>
      )}
      <Text fw={500} mt="md" mb={4}>
        {missing === 0 ? 'Permissions: all ok' : `Permissions: ${missing} missing`}
      </Text>
      <ul className={classes.permissions}>
        {report.permissions.map((permission) => (
          <li key={permission.id}>
            {permission.ok ? (
              <IconCheck size={18} aria-hidden className={classes.ok} />
            ) : (
              <IconAlertTriangle size={18} aria-hidden className={classes.missing} />
            )}
            <div>
              {permission.label}: {permission.ok ? 'ok' : 'missing'}
              {!permission.ok && (
                <Text size="sm" c="dimmed">
                  {permission.remedy}
                </Text>
              )}
            </div>
          </li>
        ))}
      </ul>
      {folder !== null && <FolderSeen folder={folder} />}
      <Text size="sm" c="dimmed" mt={8}>
        Tested {easternTime(report.testedAt)}
      </Text>
    </div>
  );
}
