import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayRead } from '../../http/access.ts';
import type { Parts } from '../../http/parts.ts';
import type { Plugin, Routes } from '../../http/routes.ts';
import type { ScoreBook, TelemetryReader } from '../../store/telemetry/contract.ts';
import { replyInWords } from '../words.ts';
import { langwatchEvaluators } from './evaluators.ts';
import { langwatchEvents } from './events.ts';
import { langwatchExperiments } from './experiments.ts';
import { langwatchTraces } from './traces.ts';

/** What the routes are built from. */
export interface LangwatchParts extends Pick<Parts, 'clock'> {
  reader: TelemetryReader;
  scoreBook: ScoreBook;
}

/** What LangWatch's SDKs read and write beside telemetry, under its paths and in its words. */
export const langwatch =
  (parts: LangwatchParts): Plugin =>
  async (routes) => {
    // The SDKs look for the status in the body.
    replyInWords(routes, ({ message, status }) => ({ error: message, message, statusCode: status }));
    const rooms = [
      langwatchEvents(parts),
      langwatchExperiments(parts),
      langwatchEvaluators,
      langwatchTraces(parts),
    ];
    for (const room of rooms) await room(routes);
    prompts(routes);
  };

function prompts(routes: Routes): void {
  const params = z.object({ '*': z.string() });
  const route = { config: { access: mayRead }, schema: { hide: true, params } };
  routes.get('/api/prompts/*', route, ({ params }) => {
    throw new ApiError('not_found', { message: `There is no prompt "${params['*']}".` });
  });
}
