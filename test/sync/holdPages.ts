import type { Connector } from '../../src/contract/connector.ts';
import type { SourcePage } from '../../src/contract/sources.ts';

export interface PageGate {
  /** The same connectors, whose pages can be held back after they were read. */
  readonly connectors: ReadonlyMap<string, Connector>;
  /**
   * Holds the next page, or a later one of the pull; resolves when it has been read from the source, with how many rows
   * went to the engine before it.
   */
  hold(pagesBefore?: number): Promise<number>;
  release(): void;
  /** The next pull gives the last page of the one before once more, ahead of its own. */
  repeat(): void;
}

/** Lets a test decide when a page that was read reaches the engine, so that anything can happen in between. */
export function holdPages(connectors: ReadonlyMap<string, Connector>): PageGate {
  let opened: Promise<void> | null = null;
  let open = (): void => undefined;
  let arrive = (_rowsBefore: number): void => undefined;
  let newest: SourcePage | null = null;
  let again = false;
  let passing = 0;
  let rowsPassed = 0;

  const held = (connector: Connector): Connector => ({
    ...connector,
    open(access, deps) {
      const connection = connector.open(access, deps);
      return {
        ...connection,
        async *pull(request, signal) {
          if (again && newest) yield { ...newest, last: false, readTo: null, sourceRows: null };
          again = false;
          for await (const page of connection.pull(request, signal)) {
            newest = page;
            if (passing > 0 && !page.last) {
              passing -= 1;
              rowsPassed += page.rows.length;
            } else {
              arrive(rowsPassed);
              await opened;
            }
            yield page;
          }
        },
      };
    },
  });

  return {
    connectors: new Map([...connectors].map(([id, connector]) => [id, held(connector)])),
    hold(pagesBefore = 0) {
      passing = pagesBefore;
      rowsPassed = 0;
      opened = new Promise((resolve) => (open = resolve));
      return new Promise((resolve) => (arrive = resolve));
    },
    release() {
      open();
      opened = null;
    },
    repeat() {
      again = true;
    },
  };
}
