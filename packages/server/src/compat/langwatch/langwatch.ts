import type { Parts } from '../../http/parts.ts';
import type { Plugin } from '../../http/routes.ts';
import type { ScoreBook, TelemetryReader } from '../../store/telemetry/contract.ts';
import { absent, under } from '../absent.ts';
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
    absent(
      routes,
      ABSENT.flatMap((what) => under(`/api/${what}`)),
    );
  };

/** What its SDKs keep in LangWatch beside traces: none of it is here. */
const ABSENT = ['prompts', 'evaluators', 'dataset', 'annotations', 'experiments', 'workflows'];
