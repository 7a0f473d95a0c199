import { getPreference } from './preference.ts';

/** How long `g` waits for its letter. */
const SECOND_KEY_MS = 1_500;

let leaderAt = -Infinity;

/** Whether a key was pressed as a command of the page: nobody types, no dialog is open, single keys are on. */
export function isCommand(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return false;
  return getPreference('keys') !== 'off' && document.querySelector('[role="dialog"]') === null;
}

/** Whether `g` was pressed just now, so that the next letter names a section and is nothing else. */
export function followsLeader(): boolean {
  return performance.now() - leaderAt < SECOND_KEY_MS;
}

export function setLeader(isLeader: boolean): void {
  leaderAt = isLeader ? performance.now() : -Infinity;
}

function isTyping(target: EventTarget | null): boolean {
  const fields = 'input:not([type="checkbox"], [type="radio"]), textarea, select';
  return target instanceof HTMLElement && (target.isContentEditable || target.matches(fields));
}
