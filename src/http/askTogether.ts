interface Asked<T> {
  readonly running: Promise<T>;
  /** The answer for those who asked since. */
  next: Promise<T> | null;
}

/**
 * Asks a question once for everybody who asks it at the same time. Who asks while an answer is under way waits for the
 * next one: an answer is never older than the question.
 *
 * @param load - answers for a key
 */
export function askTogether<T>(load: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const asked = new Map<string, Asked<T>>();

  const ask = (key: string): Promise<T> => {
    const before = asked.get(key);
    if (before) {
      before.next ??= before.running.then(
        () => start(key),
        () => start(key),
      );
      return before.next;
    }
    return start(key);
  };

  const start = (key: string): Promise<T> => {
    const running = load(key);
    const entry: Asked<T> = { running, next: null };
    asked.set(key, entry);
    const end = (): void => {
      if (asked.get(key) === entry && entry.next === null) asked.delete(key);
    };
    running.then(end, end);
    return running;
  };
  return ask;
}
