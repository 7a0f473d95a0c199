import { Button, Group, Text } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';

interface HeldLineProps {
  /** What will happen, without the time: `Maria Lopez stays opted in`. */
  readonly children: ReactNode;
  /** When it happens, in `performance.now()`. */
  readonly sentAt: number;
  readonly onUndo: () => void;
  /** Whose act is undone; heard after "Undo". */
  readonly of: string;
}

/** An act that waits for its time, with the seconds that are left and *Undo*. */
export function HeldLine({ children, sentAt, onUndo, of }: HeldLineProps) {
  const left = () => Math.max(0, Math.ceil((sentAt - performance.now()) / 1000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    const timer = window.setInterval(() => setSeconds(left()), 250);
    return () => window.clearInterval(timer);
  });
  return (
    <Group gap={12}>
      <Text>
        {children}{' '}
        <Text span c="dimmed" className="rc-number">
          in {seconds} s
        </Text>
      </Text>
      <Button variant="default" size="compact-md" onClick={onUndo} aria-label={`Undo: ${of}`}>
        Undo
      </Button>
    </Group>
  );
}
