import { useCallback, useEffect, useRef, type RefObject } from 'react';
import { followsLeader, isCommand } from '../state/singleKeys.ts';

/** What a letter does to the item of this key; there is none when every item is dealt with. */
export type QueueActs = Readonly<Record<string, (key: string | undefined) => void>>;

export interface Queue {
  /** For the element around the items; each item has its key in `data-key`. */
  readonly ref: RefObject<HTMLDivElement | null>;
  /** Moves focus to the next item that is not dealt with: when an item has been. */
  readonly moveOn: (from: string) => void;
  readonly focus: (key: string) => void;
}

/**
 * The keys of a queue: `j` and `k` go down and up, a letter acts on the item that has focus, or on the first one. Focus
 * stays in the queue when the item that has it goes: it never falls out of the page.
 * @param isDone - whether an item is dealt with, although it is still shown: keys pass it over
 */
export function useQueue(acts: QueueActs, isDone: (key: string) => boolean = () => false): Queue {
  const ref = useRef<HTMLDivElement>(null);
  const latest = useRef({ acts, isDone });
  const last = useRef<{ readonly key: string; readonly index: number } | null>(null);

  useEffect(() => {
    latest.current = { acts, isDone };
    const focused = last.current;
    if (focused === null || document.activeElement !== document.body) return;
    const items = itemsIn(ref.current);
    const same = items.find((item) => item.dataset['key'] === focused.key);
    last.current = null;
    focusItem(same ?? items[Math.min(focused.index, items.length - 1)], { preventScroll: true });
  });

  useEffect(() => {
    const place = ref.current;
    const onFocus = () => {
      const items = itemsIn(place);
      const index = items.findIndex((item) => item.contains(document.activeElement));
      last.current = index === -1 ? null : { key: items[index]?.dataset['key'] ?? '', index };
    };
    const onKey = (event: KeyboardEvent) => {
      if (!isCommand(event) || followsLeader() || event.repeat) return;
      const open = itemsIn(ref.current).filter((item) => !latest.current.isDone(keyOf(item)));
      const at = open.findIndex((item) => item.contains(document.activeElement));
      if (event.key === 'j' || event.key === 'k') {
        const step = event.key === 'j' ? 1 : -1;
        const next = at === -1 ? 0 : Math.min(Math.max(at + step, 0), open.length - 1);
        if (open.length > 0) focusItem(open[next]);
      } else {
        const act = Object.hasOwn(latest.current.acts, event.key) ? latest.current.acts[event.key] : undefined;
        if (act === undefined) return;
        act(open[Math.max(at, 0)]?.dataset['key']);
      }
      event.preventDefault();
    };
    // Who clicks beside the items lets go of them; focus is not pulled back.
    const onPointer = (event: PointerEvent) => {
      if (event.target instanceof Node && place?.contains(event.target) !== true) last.current = null;
    };
    place?.addEventListener('focusin', onFocus);
    window.addEventListener('pointerdown', onPointer);
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('pointerdown', onPointer);
      place?.removeEventListener('focusin', onFocus);
      window.removeEventListener('keydown', onKey);
    };
  }, []);

  const moveOn = useCallback((from: string) => {
    const items = itemsIn(ref.current);
    const at = items.findIndex((item) => item.dataset['key'] === from);
    const others = [...items.slice(at + 1), ...items.slice(0, Math.max(at, 0))];
    focusItem(others.find((item) => !latest.current.isDone(keyOf(item))));
  }, []);

  const focus = useCallback((key: string) => {
    focusItem(itemsIn(ref.current).find((item) => item.dataset['key'] === key));
  }, []);

  return { ref, moveOn, focus };
}

function itemsIn(place: HTMLElement | null): HTMLElement[] {
  return [...(place?.querySelectorAll<HTMLElement>('[data-key]') ?? [])];
}

function keyOf(item: HTMLElement): string {
  return item.dataset['key'] ?? '';
}

/** Focuses the item itself, or the first link or button of a row; the heading of the page when there is no item. */
function focusItem(item: HTMLElement | undefined, options?: FocusOptions): void {
  const target = item?.matches('[tabindex]') ? item : item?.querySelector<HTMLElement>('a[href], button');
  (target ?? document.querySelector('h1'))?.focus(options);
}
