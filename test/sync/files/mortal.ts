import type { DataSource, EntityManager } from 'typeorm';
import type { Connector, OpenConnection } from '../../../src/contract/connector.ts';
import type { FileAccess } from '../../../src/contract/files.ts';
import type { SyncContext } from '../../../src/sync/context.ts';

type Work = (tx: EntityManager) => Promise<unknown>;

/** A process that dies at a given step: nothing it tries afterwards reaches the database or the server. */
export class Mortal {
  steps = 0;
  dead = false;
  readonly diesAt: number;

  constructor(diesAt: number) {
    this.diesAt = diesAt;
  }

  step(): void {
    if (this.steps++ === this.diesAt) this.dead = true;
    this.live();
  }

  /** The same context, whose commits are steps: dying before one rolls back, dying after it does not. */
  context(ctx: SyncContext): SyncContext {
    const mortal = <T extends object>(target: T): T =>
      new Proxy(target, {
        get: (on, name) => {
          const value: unknown = Reflect.get(on, name);
          if (name === 'manager') return mortal(value as EntityManager);
          if (name === 'transaction') return (work: Work) => this.transact(ctx.dataSource, work);
          if (typeof value !== 'function') return value;
          return async (...args: unknown[]): Promise<unknown> => {
            this.live();
            const result: unknown = await Reflect.apply(value, on, args);
            if (/^\s*update source_file/.test(String(args[0]))) this.step();
            return result;
          };
        },
      });
    const silent = (): void => undefined;
    return { ...ctx, dataSource: mortal(ctx.dataSource), log: { info: silent, warn: silent, error: silent } };
  }

  /** The same connector, whose calls about files are steps; what the server was told is done, heard of or not. */
  connector(connector: Connector): Connector {
    const mortal = (files: FileAccess): FileAccess =>
      new Proxy(files, {
        get: (on, name) => {
          const value: unknown = Reflect.get(on, name);
          if (typeof value !== 'function') return value;
          return async (...args: unknown[]): Promise<unknown> => {
            this.step();
            const result: unknown = await Reflect.apply(value, on, args);
            this.step();
            return result;
          };
        },
      });
    return {
      ...connector,
      open: (...args) => {
        const open = connector.open(...args);
        return Object.create(open, open.files ? { files: { value: mortal(open.files) } } : {}) as OpenConnection;
      },
    };
  }

  private live(): void {
    if (this.dead) throw new Error('The process is dead.');
  }

  private async transact(dataSource: DataSource, work: Work): Promise<unknown> {
    this.live();
    const result = await dataSource.transaction(async (tx) => {
      const done = await work(tx);
      this.step();
      return done;
    });
    this.step();
    return result;
  }
}
