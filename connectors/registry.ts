import type { Connector } from '../src/contract/connector.ts';
import { salesforce } from './salesforce/index.ts';

/** Every kind of source there is, by its ID. A new connector is a folder beside this file and a line here. */
export const connectors: ReadonlyMap<string, Connector> = new Map(
  [salesforce].map((connector) => [connector.id, connector]),
);
