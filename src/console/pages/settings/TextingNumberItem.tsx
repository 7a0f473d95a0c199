import { Button, Group, Text } from '@mantine/core';
import type { TextingNumber } from '../../../http/schemas/overview.ts';
import { useTeam } from '../../api/team.tsx';
import { easternDate } from '../../format/time.ts';
import { CopyId } from '../../parts/CopyId.tsx';
import { RelativeTime } from '../../parts/RelativeTime.tsx';
import { scopeSentence } from './scopeWords.ts';
import classes from './Webhooks.module.css';

interface TextingNumberItemProps {
  readonly number: TextingNumber;
  /** Null for readers. */
  readonly onReplace: (() => void) | null;
  readonly onRemove: (() => void) | null;
  /** Null for everybody but owners: it may reach beyond the team. */
  readonly onScope: (() => void) | null;
}

/** One texting number: where Twilio must send its messages, whom a STOP opts out, when the last one came. */
export function TextingNumberItem({ number, onReplace, onRemove, onScope }: TextingNumberItemProps) {
  const { name } = useTeam();
  return (
    <li className={classes.item}>
      <div>
        <Text fw={600} className="rc-number">
          {number.numberShown}
        </Text>
        <dl className={classes.facts}>
          <dt>Inbound address</dt>
          <dd>
            <CopyId value={number.webhookUrl} label="inbound address" whole />
          </dd>
          <dt>Scope of a STOP</dt>
          <dd>{scopeSentence(number, name)}</dd>
          <dt>Auth token</dt>
          <dd>Set {easternDate(number.tokenSetAt)}</dd>
          <dt>Last message</dt>
          <dd>
            {number.lastMessageAt === null ? (
              'None yet. Enter the address in Twilio, under “A message comes in”.'
            ) : (
              <RelativeTime at={number.lastMessageAt} />
            )}
          </dd>
        </dl>
      </div>
      {onReplace !== null && onRemove !== null && (
        <Group gap={8} align="flex-start">
          {onScope !== null && (
            <Button
              variant="default"
              size="compact-md"
              onClick={onScope}
              aria-label={`Change scope of ${number.numberShown}`}
            >
              Change scope
            </Button>
          )}
          <Button
            variant="default"
            size="compact-md"
            onClick={onReplace}
            aria-label={`Replace token of ${number.numberShown}`}
          >
            Replace token
          </Button>
          <Button variant="default" size="compact-md" onClick={onRemove} aria-label={`Remove ${number.numberShown}`}>
            Remove
          </Button>
        </Group>
      )}
    </li>
  );
}
