import fastify, { type FastifySchemaCompiler } from 'fastify';
import type { FastifySerializerCompiler } from 'fastify/types/schema.js';
import { ApiError } from './schemas/common.ts';

/** Nothing in a body is coerced: null stays null, and "3" is no number. Queries are text, see `convertQuery`. */
const ajv = { customOptions: { coerceTypes: false, allErrors: true, removeAdditional: false } } as const;

/**
 * Fastify's own compilers, each schema compiled once, however many routes have it and however many servers the process
 * builds. Most answers share a handful of schemas, such as the one of errors; compiling each for each route takes the
 * better part of what building the server takes.
 */
export async function sharedCompilers(): Promise<{
  readonly validator: FastifySchemaCompiler<unknown>;
  readonly serializer: FastifySerializerCompiler<unknown>;
}> {
  // Fastify hands its compilers out only where it has used them.
  const model = fastify({ ajv });
  const schema = { querystring: { type: 'object' }, response: { 200: { type: 'object' } } };
  model.addSchema(ApiError);
  model.get('/', { schema }, () => ({}));
  await model.ready();
  const { validatorCompiler, serializerCompiler } = model;
  if (!validatorCompiler || !serializerCompiler) throw new Error('Fastify keeps its compilers to itself.');
  return {
    validator: (route) => once(validators, route.schema, () => validatorCompiler(route)),
    serializer: (route) => once(serializers, route.schema, () => serializerCompiler(route)),
  };
}

const validators = new Map<string, ReturnType<FastifySchemaCompiler<unknown>>>();
const serializers = new Map<string, ReturnType<FastifySerializerCompiler<unknown>>>();

function once<T>(made: Map<string, T>, schema: unknown, make: () => T): T {
  const key = JSON.stringify(schema);
  let one = made.get(key);
  if (one === undefined) {
    one = make();
    made.set(key, one);
  }
  return one;
}
