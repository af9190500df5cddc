import type { ApiScore } from '@pharos/core/api/scores';
import type { Json } from '@pharos/core/content';
import { isRecord, type JsonRecord } from '@pharos/core/message-parts';
import type { Score } from '@pharos/core/score';
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
