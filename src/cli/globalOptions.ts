import type { Command } from 'commander';

/** Options that every command takes. */
export interface GlobalOptions {
  readonly json: boolean;
  readonly team: string | null;
}

export function globalOptions(command: Command): GlobalOptions {
  const { json, team } = command.optsWithGlobals<{ json?: boolean; team?: string }>();
  return { json: json ?? false, team: team ?? null };
}
