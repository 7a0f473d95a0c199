export * from './common.ts';
export * from './account.ts';
export * from './runs.ts';
export * from './connections.ts';
export * from './contacts.ts';
export * from './overview.ts';
export * from './optOuts.ts';
export * from './drift.ts';
