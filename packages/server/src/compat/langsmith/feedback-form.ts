import type { ApiScore } from '@pharos/core/api/scores';
import type { Json } from '@pharos/core/content';
import { isRecord, type JsonRecord } from '@pharos/core/message-parts';
import type { Score } from '@pharos/core/score';
import { nsFromIso } from '@pharos/core/time';
import { ApiError } from '../../errors.ts';
import { feedbackScore } from '../../receive/langsmith/feedback.ts';
import { runIdOf } from '../../receive/langsmith/ids.ts';
import { BadRun } from '../../receive/langsmith/run.ts';

/** Types of source, by who judged. */
export const SOURCE_TYPES: Readonly<Record<ApiScore['source'], string>> = {
  feedback: 'app',
  annotation: 'app',
  api: 'api',
  evaluation: 'model',
};

/** Any score as the feedback that it is, or would be. */
export function feedbackOf(score: ApiScore, projectId: string): JsonRecord {
  const metadata = score.metadata as Json;
  const { correction = null, value = null, source = {} } = isRecord(metadata) ? metadata : {};
  const about = score.spanId ?? score.traceId;
  return {
    id: score.scoreId,
    created_at: score.time,
    modified_at: score.time,
    run_id: about && runIdOf(about),
    trace_id: score.traceId && runIdOf(score.traceId),
    session_id: projectId,
    key: score.name,
    score: score.type === 'boolean' ? score.value !== 0 : score.value,
    value: value ?? (score.label === score.comment ? null : score.label),
    comment: score.comment,
    correction,
    feedback_source: { type: SOURCE_TYPES[score.source], metadata: source, user_id: score.author },
    feedback_config: null,
  };
}

/** A feedback as it was sent, as a score; refused in a sentence when it is none. */
export function scoreOf(feedback: JsonRecord, nowMs: number): Score {
  try {
    return feedbackScore(feedback, { receivedNs: BigInt(nowMs) * 1_000_000n });
  } catch (error) {
    if (error instanceof BadRun) throw new ApiError('invalid_request', { message: error.message });
    throw error;
  }
}

/** A stored score with what a change of it names; all else stays as it is, whoever gave it. */
export function changedScore(before: ApiScore, change: JsonRecord, projectId: string): Score {
  const said = feedbackOf(before, projectId);
  const read = scoreOf(
    { ...said, run_id: said.run_id ?? before.scoreId, ...change },
    Date.parse(before.time),
  );
  const named = (...keys: string[]) => keys.some((key) => key in change);
  const kept = isRecord(before.metadata as Json) ? (before.metadata as JsonRecord) : undefined;
  const told = isRecord(read.metadata) ? read.metadata : {};
  const changes = Object.entries(told).filter(([key]) => key === 'correction' || key === 'value');
  return {
    scoreId: before.scoreId,
    traceId: before.traceId ?? '',
    spanId: before.spanId ?? '',
    sessionId: before.sessionId ?? '',
    name: named('key') ? read.name : before.name,
    ...(named('score', 'value')
      ? { type: read.type, value: read.value, label: read.label }
      : { type: before.type, value: before.value ?? undefined, label: before.label ?? '' }),
    comment: named('comment') ? read.comment : (before.comment ?? ''),
    source: named('feedback_source') ? read.source : before.source,
    author: before.author ?? '',
    environment: before.environment ?? '',
    configId: before.configId ?? '',
    metadata: named('correction', 'value') ? { ...kept, ...Object.fromEntries(changes) } : kept,
    timeNs: nsFromIso(before.time) ?? 0n,
  };
}
