import type { RootHookObject } from 'mocha';
import { stopTestServer } from './database.ts';

/** Runs around the whole mocha run, see `.mocharc.json`. */
export const mochaHooks: RootHookObject = {
  async afterAll() {
    await stopTestServer();
  },
};
