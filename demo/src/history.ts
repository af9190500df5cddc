import { type EventRecord, eventsBody, MOST_EVENTS } from './events.ts';
import { logsBody, tracesBody } from './otlp.ts';
import { evaluated, given, MOST_SCORES, scoresBody } from './scores.ts';
import { inParallel, type Sender } from './send.ts';
import type { SpanRecord } from './tape.ts';
import type { Rest, ScoreRecord, Visit } from './world.ts';

const SPANS_A_REQUEST = 500;
const REQUESTS_AT_ONCE = 4;

export interface Batch {
  spans: SpanRecord[];
  scores: ScoreRecord[];
  events: EventRecord[];
  /** Start of the last visit in it. */
  reachedMs: number;
}

/** Visits cut into requests, as far as they were over at `endMs`; what went on after it goes to `later`. */
export function* batches(
  visits: Iterable<Visit>,
  endMs: number,
  later: (rest: Rest) => void,
): Generator<Batch> {
  let batch: Batch = { spans: [], scores: [], events: [], reachedMs: 0 };
  for (const { startMs, spans, scores, events } of visits) {
    const after = {
      startMs,
      spans: spans.filter((span) => span.endMs > endMs),
      scores: scores.filter((score) => score.atMs > endMs),
      events: events.filter((event) => event.atMs > endMs),
    };
    if (after.spans.length + after.scores.length + after.events.length > 0) later(after);
    batch.spans.push(...spans.filter((span) => span.endMs <= endMs));
    batch.scores.push(...scores.filter((score) => score.atMs <= endMs));
    batch.events.push(...events.filter((event) => event.atMs <= endMs));
    batch.reachedMs = startMs;
    if (batch.spans.length >= SPANS_A_REQUEST) {
      yield batch;
      batch = { spans: [], scores: [], events: [], reachedMs: 0 };
    }
  }
  if (batch.spans.length + batch.scores.length + batch.events.length > 0) yield batch;
}

/** Sends spans, then the scores that judge them, and what users did besides. */
export async function sendBatch(
  sender: Sender,
  { spans, scores, events }: Omit<Batch, 'reachedMs'>,
): Promise<void> {
  if (spans.length > 0) await sender.post('/v1/traces', tracesBody(spans));
  const judged = evaluated(scores);
  if (judged.length > 0) await sender.post('/v1/logs', logsBody(judged));
  const rest = given(scores);
  for (let at = 0; at < rest.length; at += MOST_SCORES) {
    await sender.post('/api/v1/scores', scoresBody(rest.slice(at, at + MOST_SCORES)), 'identity');
  }
  for (let at = 0; at < events.length; at += MOST_EVENTS) {
    await sender.post('/api/v1/events', eventsBody(events.slice(at, at + MOST_EVENTS)), 'identity');
  }
}

/** Sends everything; `progress` hears of each request that was taken. */
export async function sendHistory(
  sender: Sender,
  history: Iterable<Batch>,
  progress: (batch: Batch) => void,
): Promise<void> {
  await inParallel(history, REQUESTS_AT_ONCE, async (batch) => {
    await sendBatch(sender, batch);
    progress(batch);
  });
}
