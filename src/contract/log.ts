/** The little of a logger that a connector needs; details are JSON-safe and never hold tokens or field values. */
export interface ConnectorLog {
  info(message: string, details?: Readonly<Record<string, unknown>>): void;
  warn(message: string, details?: Readonly<Record<string, unknown>>): void;
}
