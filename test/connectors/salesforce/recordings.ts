import { readFileSync } from 'node:fs';

/** Reads a recorded answer; where each comes from stands in `recordings/README.md`. */
export function recording<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`recordings/${name}`, import.meta.url), 'utf8')) as T;
}
