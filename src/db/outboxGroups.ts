/**
 * Names the dead letters of one cause: the same connection, code and words of the CRM. Follows `from outbox o`; the
 * answer of `GET /opt-outs/dead-letters` gives it out as `key`, and a retry of a whole group sends it back.
 */
export const GROUP_KEY = `md5(o.connection_id::text || chr(10) || coalesce(o.code, '') || chr(10) || coalesce(o.reason, ''))`;
