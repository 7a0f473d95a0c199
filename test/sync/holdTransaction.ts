import type { EntityManager } from 'typeorm';
import type { SyncContext } from '../../src/sync/context.ts';

/** Holds one transaction before one of its statements, or before its commit, until it is let go. */
export class HeldTransaction {
  readonly #at: number;
  readonly #arrived = Promise.withResolvers<string | null>();
  readonly #letGo = Promise.withResolvers<void>();
  #passed = 0;

  /** @param at - how many statements go before; one more than it has: nothing is held */
  constructor(at: number) {
    this.#at = at;
  }

  /** Where it is held, in words; null when it ended without getting there. */
  get arrived(): Promise<string | null> {
    return this.#arrived.promise;
  }

  letGo(): void {
    this.#letGo.resolve();
  }

  /** The context whose next transaction is held. */
  context(ctx: SyncContext): SyncContext {
    const transaction = (work: (tx: EntityManager) => Promise<unknown>): Promise<unknown> =>
      ctx.dataSource
        .transaction(async (tx) => {
          const result = await work(this.#watch(tx));
          await this.#pass('commit');
          return result;
        })
        .finally(() => this.#arrived.resolve(null));
    const dataSource = new Proxy(ctx.dataSource, {
      get: (target, key) => (key === 'transaction' ? transaction : (Reflect.get(target, key, target) as unknown)),
    });
    return { ...ctx, dataSource };
  }

  #watch(tx: EntityManager): EntityManager {
    return new Proxy(tx, {
      get: (target, key) => {
        if (key !== 'query') return Reflect.get(target, key, target) as unknown;
        return async (sql: string, parameters?: unknown[]) => {
          await this.#pass(sql.trim().replace(/\s+/g, ' ').slice(0, 60));
          return target.query(sql, parameters);
        };
      },
    });
  }

  async #pass(point: string): Promise<void> {
    this.#passed += 1;
    if (this.#passed - 1 !== this.#at) return;
    this.#arrived.resolve(point);
    await this.#letGo.promise;
  }
}
