import { userInfo } from 'node:os';

/** Written into history and evidence for what is done here: `command line (dana)`. */
export function commandLineActor(): string {
  return `command line (${process.env['SUDO_USER'] ?? userInfo().username})`;
}
