import { createHash } from 'node:crypto';
import { type Feedback, feedbackSchema } from '@pharos/core/api/beacon';
import { judgementOf, type Score } from '@pharos/core/score';
import { type Clock, nowNs, nsFromIso } from '@pharos/core/time';
import { readReports, type TakeReports } from '../../http/read-reports.ts';
import type { ScoreBook } from '../../store/telemetry/contract.ts';

const DAY_NS = 86_400_000_000_000n;

/** Takes what users of a page think of answers. */
export const takeFeedback =
  ({ clock, book }: { clock: Clock; book: Pick<ScoreBook, 'put'> }): TakeReports =>
  async (project, items) => {
    const now = nowNs(clock);
    const { taken, refused } = readReports(feedbackSchema, items, badTime(now));
    await book.put(
      project,
      taken.flatMap((said) => scoreOf(said, now)),
    );
    return { accepted: taken.length, refused };
  };

/** A key that stands in pages is anybody's: with it nobody is to write into the past, or ahead of all that is new. */
const badTime =
  (now: bigint) =>
  ({ at }: Feedback): string | undefined => {
    const timeNs = (at === undefined ? undefined : nsFromIso(at)) ?? now;
    return timeNs < now - DAY_NS || timeNs > now + DAY_NS ? 'at: more than a day ago or ahead' : undefined;
  };

function scoreOf({ feedbackId, value, at, userId, traceId, ...said }: Feedback, now: bigint): Score[] {
  const judgement = judgementOf(value);
  if (judgement === undefined) return [];
  return [
    {
      ...judgement,
      ...{ name: said.name, comment: said.comment, traceId, author: userId, source: 'feedback' },
      scoreId: scoreIdOf(feedbackId),
      sessionId: traceId === '' ? said.sessionId : '',
      timeNs: (at === undefined ? undefined : nsFromIso(at)) ?? now,
      ...{ spanId: '', environment: '', configId: '', metadata: undefined },
    },
  ];
}

/** Whoever has the key, which is no secret, may overwrite feedback alone: never a score that others gave. */
const scoreIdOf = (feedbackId: string): string =>
  `feedback-${createHash('sha256').update(feedbackId).digest('hex').slice(0, 32)}`;
