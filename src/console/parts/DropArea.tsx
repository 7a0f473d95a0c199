import { Text } from '@mantine/core';
import { useId, useState, type DragEvent } from 'react';
import classes from './DropArea.module.css';

export interface DropAreaProps {
  readonly label: string;
  /** What may be chosen. */
  readonly description?: string | undefined;
  /** As the `accept` of a file input: `.crt,.pem`. */
  readonly accept?: string | undefined;
  readonly onFile: (file: File) => void;
  readonly error?: string | undefined;
}

/** A labelled file input, with a place around it to drop a file on. */
export function DropArea({ label, description, accept, onFile, error }: DropAreaProps) {
  const id = useId();
  const [isOver, setIsOver] = useState(false);
  const over = (event: DragEvent): void => {
    event.preventDefault();
    setIsOver(true);
  };
  const take = (files: FileList | null): void => {
    const file = files?.[0];
    if (file) onFile(file);
  };
  return (
    <div
      className={classes.root}
      data-over={isOver || undefined}
      data-error={error !== undefined || undefined}
      onDragOver={over}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        take(event.dataTransfer.files);
      }}
    >
      <Text component="label" htmlFor={id} fw={600} size="sm" display="block">
        {label}
      </Text>
      {description !== undefined && (
        <Text id={`${id}-about`} size="sm" c="dimmed">
          {description}
        </Text>
      )}
      <input
        id={id}
        type="file"
        accept={accept}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-about ${id}-error`}
        onChange={(event) => take(event.currentTarget.files)}
      />
      {error !== undefined && (
        <Text id={`${id}-error`} size="sm" c="var(--rc-danger-text)">
          {error}
        </Text>
      )}
    </div>
  );
}
