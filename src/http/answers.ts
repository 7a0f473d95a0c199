import { Type } from '@sinclair/typebox';

/** Answers that say no more than that it is done. */
export const Done = Type.Object({ ok: Type.Literal(true) }, { description: 'Done' });
export const NoContent = Type.Null({ description: 'Done; nothing to say' });
