import { momentNs } from '@pharos/core/fragments/moments';
import { isRecord, type JsonRecord, recordIn, textIn } from '@pharos/core/message-parts';
import { type Judgement, judgementOf, type Score, type ScoreSource } from '@pharos/core/score';
import { spanIdOf, timeOfId, traceIdOf } from './ids.ts';
import { BadRun, idByContent, idIn } from './run.ts';

/** Who judged, by the type of the source of a feedback. */
const SOURCES = new Map<string, ScoreSource>([
  ['app', 'feedback'],
  ['api', 'api'],
  ['model', 'evaluation'],
  ['auto_eval', 'evaluation'],
]);

/** A score says more than a value; what is neither a number nor a text is a text of its JSON. */
function judgement({ score, value, comment, correction }: JsonRecord): Judgement {
  const label = typeof value === 'string' ? value : value == null ? '' : JSON.stringify(value);
  const found = judgementOf(score ?? undefined, label);
  if (found) return found;
  // A comment or a correction alone is a judgement in words; an evaluator may also find nothing to say.
  const words = comment ?? correction ?? '';
  return { type: 'text', value: undefined, label: typeof words === 'string' ? words : JSON.stringify(words) };
}

/**
 * A feedback as LangSmith's API takes it. It mostly names only a run, whose trace is then found by it.
 * @throws BadRun
 */
export function feedbackScore(body: JsonRecord, { receivedNs }: { receivedNs: bigint }): Score {
  const name = textIn(body, 'key');
  if (name === '') throw new BadRun('a feedback must have a key');
  const runId = idIn(body, 'run_id') ?? '';
  const traceId = idIn(body, 'trace_id') ?? '';
  if (runId === '' && traceId === '') throw new BadRun('a feedback must name a run_id or a trace_id');
  const source = recordIn(body, 'feedback_source');
  const { correction, value } = body;
  const scoreId = idIn(body, 'id') ?? idByContent(body);
  const metadata: JsonRecord = {};
  if (correction !== undefined && correction !== null) metadata.correction = correction;
  if (isRecord(value)) metadata.value = value;
  if (isRecord(source.metadata) && Object.keys(source.metadata).length > 0) metadata.source = source.metadata;
  return {
    scoreId,
    traceId: traceIdOf(traceId, runId),
    spanId: spanIdOf(runId),
    sessionId: '',
    name,
    ...judgement(body),
    comment: textIn(body, 'comment'),
    source: SOURCES.get(textIn(source, 'type')) ?? 'api',
    author: textIn(source, 'user_id'),
    environment: '',
    configId: '',
    metadata: Object.keys(metadata).length > 0 ? metadata : undefined,
    timeNs: momentNs(body.created_at) ?? timeOfId(scoreId) ?? receivedNs,
  };
}
