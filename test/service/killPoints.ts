import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import type { DataSource, QueryRunner } from 'typeorm';

/** What a process is doing; commits and calls are counted within it. */
export type Phase = 'import' | 'write';

/** On which side of a commit or an outbound call a process dies. */
export type Edge = 'before-commit' | 'after-commit' | 'before-call' | 'after-call';

/** `import:before-commit:3`: before the third commit of the import. */
export interface KillPoint {
  readonly phase: Phase;
  readonly edge: Edge;
  /** From 1. */
  readonly nth: number;
}

export const PHASES: readonly Phase[] = ['import', 'write'];
export const EDGES: readonly Edge[] = ['before-commit', 'after-commit', 'before-call', 'after-call'];

/** Counts a process's commits and calls, and kills it with SIGKILL at one of them. */
export class KillPoints {
  #phase: Phase | null = null;
  #target: KillPoint | null = null;
  #passed = new Map<Edge, number>();

  arm(target: KillPoint): void {
    this.#target = target;
  }

  enter(phase: Phase | null): void {
    this.#phase = phase;
    this.#passed = new Map();
  }

  pass(edge: Edge): void {
    const nth = (this.#passed.get(edge) ?? 0) + 1;
    this.#passed.set(edge, nth);
    const target = this.#target;
    if (target?.phase === this.#phase && target.edge === edge && target.nth === nth) {
      process.kill(process.pid, 'SIGKILL');
    }
  }
}

const WRITES = /^\s*(insert|update|delete|with)\b/i;

/** Commits are COMMIT, and what is written outside of transactions. */
export function watchCommits(dataSource: DataSource, points: KillPoints): void {
  const create = dataSource.createQueryRunner.bind(dataSource);
  dataSource.createQueryRunner = (mode) => {
    const runner = create(mode);
    const query = runner.query.bind(runner) as (...args: Parameters<QueryRunner['query']>) => Promise<unknown>;
    const watched = async (...args: Parameters<QueryRunner['query']>): Promise<unknown> => {
      const commits = args[0] === 'COMMIT' || (!runner.isTransactionActive && WRITES.test(args[0]));
      if (commits) points.pass('before-commit');
      const result = await query(...args);
      if (commits) points.pass('after-commit');
      return result;
    };
    return Object.assign(runner, { query: watched });
  };
}

/** Calls over HTTP, from before anything is sent to when the answer begins: by then its work is done there. */
export function watchCalls(points: KillPoints): void {
  const request = http.request.bind(http) as (...args: Parameters<typeof http.request>) => http.ClientRequest;
  http.request = ((...args: Parameters<typeof http.request>) => {
    points.pass('before-call');
    return request(...args).once('response', () => points.pass('after-call'));
  }) as typeof http.request;
  syncBuiltinESMExports();
}
