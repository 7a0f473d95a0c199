import { Type } from '@sinclair/typebox';
import { CONNECTOR_CODES, WRITE_BACK_CODES } from '../../../contract/codes.ts';
import { ROW_CODE_TEXTS } from '../../../domain/rowCodeTexts.ts';
import { OWN_CODES } from '../../../domain/ownCodes.ts';
import type { Route } from '../../api.ts';
import { REQUEST_CODES } from '../../requestCodes.ts';
import { CodeText } from '../../schemas/overview.ts';

/** What every code means. */
export const codes: Route = (app) => {
  const texts = { ...ROW_CODE_TEXTS, ...OWN_CODES, ...CONNECTOR_CODES, ...WRITE_BACK_CODES, ...REQUEST_CODES };
  const list = Object.entries(texts).map(([code, { title, why, remedy }]) => ({ code, title, why, remedy }));

  app.get(
    '/api/codes',
    {
      config: { access: 'open' },
      schema: {
        tags: ['Server'],
        summary: 'What every code means',
        description: 'Codes of rows, of connections and of requests, each with why it happens and what to do.',
        response: { 200: Type.Object({ codes: Type.Array(CodeText) }) },
      },
    },
    async () => ({ codes: list }),
  );
};
