import type { Parts } from '../../http/parts.ts';
import type { Plugin } from '../../http/routes.ts';
import type { ScoreBook, TelemetryReader } from '../../store/telemetry/contract.ts';
import { absent, under } from '../absent.ts';
import { replyInWords } from '../words.ts';
import { langsmithFeedback } from './feedback.ts';
import { createProjects, langsmithProjects } from './projects.ts';
import { langsmithRunReads } from './runs.ts';

/** What the routes are built from. */
export interface LangsmithParts extends Parts {
  reader: TelemetryReader;
  scoreBook: ScoreBook;
}

/**
 * What LangSmith's SDKs read and write beside runs, under the paths and in the words of its API. Runs themselves come in
 * by receive/langsmith and OTLP.
 */
export const langsmith =
  (parts: LangsmithParts): Plugin =>
  async (routes) => {
    replyInWords(routes, ({ message }) => ({ detail: message }));
    const projects = createProjects(parts.reader);
    const rooms: Plugin[] = [
      langsmithFeedback(parts),
      langsmithProjects(projects),
      langsmithRunReads(parts, projects),
    ];
    for (const room of rooms) await room(routes);
    absent(routes, ABSENT.flatMap(under));
  };

/** What its SDKs keep in LangSmith beside runs: none of it is here. */
const ABSENT = [
  '/annotation-queues',
  '/commits',
  '/datasets',
  '/examples',
  '/feedback-configs',
  '/likes',
  '/public',
  '/repos',
  '/runs/:runId/share',
  '/settings',
  '/v1/platform',
  '/v2/runs',
  '/workspaces',
];
