import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayRead } from '../../http/access.ts';
import type { Parts } from '../../http/parts.ts';
import type { Plugin, Routes } from '../../http/routes.ts';
import type { Pseudonyms } from '../../store/records/pseudonyms.ts';
import type { ScoreBook, TelemetryReader } from '../../store/telemetry/contract.ts';
import { replyInWords } from '../words.ts';
import { langtraceFeedback } from './feedback.ts';

/** What the routes are built from. */
export interface LangtraceParts extends Pick<Parts, 'records' | 'clock'> {
  reader: TelemetryReader;
  scoreBook: ScoreBook;
  users: Pick<Pseudonyms, 'of'>;
}

/** What Langtrace's SDKs read and write beside spans, under its paths and in its words. */
export const langtrace =
  (parts: LangtraceParts): Plugin =>
  async (routes) => {
    replyInWords(routes, ({ message }) => ({ error: message, message }));
    await langtraceFeedback(parts)(routes);
    project(routes, parts);
    prompts(routes);
  };

/** By which the Python SDK tells where its spans go. */
function project(routes: Routes, { records }: LangtraceParts): void {
  routes.get(
    '/api/project',
    { config: { access: mayRead }, schema: { hide: true } },
    async ({ project }) => ({
      project: await records
        .selectFrom('projects')
        .select(['id', 'name'])
        .where('id', '=', project)
        .executeTakeFirstOrThrow(),
    }),
  );
}

function prompts(routes: Routes): void {
  const querystring = z.object({ promptset_id: z.string().max(200).default('') });
  routes.get(
    '/api/promptset',
    { config: { access: mayRead }, schema: { hide: true, querystring } },
    ({ query }) => {
      throw new ApiError('not_found', { message: `There is no prompt set "${query.promptset_id}".` });
    },
  );
}
