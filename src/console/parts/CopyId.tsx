import { ActionIcon, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useAnnounce } from '../live/Announcer.tsx';
import { copyText } from './copyText.ts';
import { shortId } from './shortId.ts';
import classes from './CopyId.module.css';

export interface CopyIdProps {
  readonly value: string;
  /** What it is: "contact ID", "callback address". */
  readonly label: string;
  /** Shows all of it: addresses, one-time secrets. */
  readonly whole?: boolean;
}

/** An ID or address in short form; copies the whole and says so. */
export function CopyId({ value, label, whole = false }: CopyIdProps) {
  const announce = useAnnounce();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = window.setTimeout(() => setCopied(false), 2_000);
    return () => window.clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    if (!(await copyText(value))) return;
    setCopied(true);
    announce(`Copied ${label}`);
  };
  const words = copied ? 'Copied' : `Copy ${label}`;
  return (
    <span className={classes.root}>
      <span className={`rc-mono ${classes.value}`} title={whole ? undefined : value}>
        {whole ? value : shortId(value)}
      </span>
      <Tooltip label={words}>
        <ActionIcon variant="subtle" color="idle" size={24} aria-label={`Copy ${label}`} onClick={() => void copy()}>
          {copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
        </ActionIcon>
      </Tooltip>
    </span>
  );
}
