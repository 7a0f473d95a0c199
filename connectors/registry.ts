import type { Connector } from '../src/contract/connector.ts';
import { ftp } from './ftp/index.ts';
import { salesforce } from './salesforce/index.ts';

/** Every kind of source there is, by its ID. A new connector is a folder beside this file and a line here. */
export const connectors: ReadonlyMap<string, Connector> = new Map(
  [salesforce, ftp].map((connector) => [connector.id, connector]),
);
