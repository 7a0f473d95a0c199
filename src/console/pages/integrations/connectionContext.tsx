import { createContext, useContext } from 'react';
import type { Connection } from '../../../http/schemas/connections.ts';

/** The connection in the address, for the tabs below its heading. */
export const ConnectionContext = createContext<Connection | null>(null);

export function useTheConnection(): Connection {
  const connection = useContext(ConnectionContext);
  if (connection === null) throw new Error('useTheConnection is used outside a connection');
  return connection;
}
