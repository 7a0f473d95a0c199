import { Alert, Blockquote, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { TextLink } from '../router/links.tsx';
import classes from './Explain.module.css';

export interface ExplainProps {
  readonly code: string;
  /** What happened and why. */
  readonly message: string;
  /** What to do. Left out when the message already says it. */
  readonly remedy?: string | undefined;
  /** The CRM's own words, quoted. */
  readonly vendorMessage?: string | undefined;
  /** When it is tried again by itself. */
  readonly nextTry?: string | undefined;
  readonly requestId?: string | undefined;
  readonly tone?: 'danger' | 'attention';
  readonly actions?: ReactNode;
}

/** A fault in our words first, the CRM's below, the code last. The same text stands in mail, API and error file. */
export function Explain(props: ExplainProps) {
  const { code, message, remedy, vendorMessage, nextTry, requestId, tone = 'danger', actions } = props;
  return (
    <Alert color={tone} icon={tone === 'danger' ? <IconCircleX aria-hidden /> : <IconAlertTriangle aria-hidden />} className={classes.root}>
      <Text className="rc-prose" fw={500}>
        {message}
      </Text>
      {remedy !== undefined && remedy !== '' && <Text className="rc-prose">{remedy}</Text>}
      {vendorMessage !== undefined && vendorMessage !== '' && (
        <Blockquote className={classes.quote} p={0} ps={12} my={8}>
          “{vendorMessage}”
        </Blockquote>
      )}
      {nextTry !== undefined && <Text>{nextTry}</Text>}
      <Text fz="0.75rem" mt={4}>
        <TextLink to="/codes/$code" params={{ code }} className={`rc-code ${classes.code}`}>
          {code}
        </TextLink>
        {requestId !== undefined && requestId !== '' && ` · request ${requestId}`}
      </Text>
      {actions !== undefined && (
        <Group gap={8} mt={8}>
          {actions}
        </Group>
      )}
    </Alert>
  );
}
