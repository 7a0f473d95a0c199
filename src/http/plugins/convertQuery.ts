import { Value } from '@sinclair/typebox/value';
import type { TSchema } from '@sinclair/typebox';
import type { preValidationHookHandler, RouteOptions } from 'fastify';

/** Queries and parameters are text on the wire: `?limit=20` becomes the number that the route's schema asks for. */
export function convertQuery(route: RouteOptions): void {
  const schema = route.schema?.querystring as TSchema | undefined;
  if (!schema) return;
  const convert: preValidationHookHandler = (request, _reply, done) => {
    request.query = Value.Convert(schema, request.query);
    done();
  };
  route.preValidation = [convert, ...[route.preValidation ?? []].flat()];
}
