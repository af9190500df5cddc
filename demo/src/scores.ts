import type { Evaluated, Given } from './agents/scored.ts';
import type { ScoreRecord } from './world.ts';

/** So many are taken in one request. */
export const MOST_SCORES = 1000;

type Of<Kind> = ScoreRecord & Kind;

export const evaluated = (scores: readonly ScoreRecord[]): Of<Evaluated>[] =>
  scores.filter((score) => score.by === 'event');
export const given = (scores: readonly ScoreRecord[]): Of<Given>[] =>
  scores.filter((score) => score.by === 'api');

/** The body of `POST /api/v1/scores`. Ids follow from what is judged, so that sending again changes nothing. */
export const scoresBody = (scores: readonly Of<Given>[]) =>
  scores.map(({ traceId, sessionId, name, value, source, comment, author, atMs, service }) => ({
    scoreId: `${sessionId ?? traceId}-${name}`,
    ...(sessionId ? { sessionId } : { traceId }),
    name,
    value,
    source,
    comment,
    author,
    environment: service.environment,
    time: new Date(atMs).toISOString(),
  }));
