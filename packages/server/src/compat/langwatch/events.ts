import { momentNs } from '@pharos/core/fragments/moments';
import type { Score } from '@pharos/core/score';
import { nowNs } from '@pharos/core/time';
import { z } from 'zod';
import { mayIngest } from '../../http/access.ts';
import type { Plugin } from '../../http/routes.ts';
import { traceIdOf } from '../../receive/langwatch/ids.ts';
import type { LangwatchParts } from './langwatch.ts';

const text = z.string().min(1).max(200);
const event = z.object({
  trace_id: z.string().min(1).max(512).transform(traceIdOf),
  event_type: text,
  metrics: z.record(text, z.number()).default({}),
  event_details: z.record(z.string(), z.string().nullable()).nullish(),
  event_id: z.string().min(1).max(200).nullish(),
  timestamp: z.number().nullish(),
});
type TrackedEvent = z.output<typeof event>;

const VOTE = 'thumbs_up_down';
/** Say how things stand now: a later one takes the place of an earlier one of the same trace. */
const STATES = new Set([VOTE, 'waited_to_finish']);
const vote = z.object({ vote: z.number().min(-1).max(1) });

/**
 * What end users did with an answer: votes, and whatever else a product tracks. Each metric is a score of the trace, by
 * which it can be found, counted and averaged; the trace need not be known yet.
 */
export const langwatchEvents =
  ({ scoreBook, clock }: LangwatchParts): Plugin =>
  (routes) => {
    for (const url of ['/api/track_event', '/api/events/track'])
      routes.post(
        url,
        { config: { access: mayIngest }, schema: { hide: true, body: event.superRefine(checkVote) } },
        async ({ project, body }) => {
          await scoreBook.put(project, scoresOf(body, nowNs(clock)));
          return { message: 'Event tracked' };
        },
      );
  };

function checkVote({ event_type, metrics }: TrackedEvent, context: z.RefinementCtx): void {
  if (event_type === VOTE && !vote.safeParse(metrics).success)
    context.addIssue({
      code: 'custom',
      path: ['metrics', 'vote'],
      message: 'a vote is a number from -1 to 1',
    });
}

function scoresOf(tracked: TrackedEvent, now: bigint): Score[] {
  const { trace_id, event_type, metrics, event_details, event_id, timestamp } = tracked;
  const timeNs = momentNs(timestamp ?? null) ?? now;
  const details = Object.entries(event_details ?? {}).filter(([, value]) => value !== null);
  const { feedback, ...others } = Object.fromEntries(details) as Record<string, string>;
  const moment = STATES.has(event_type) ? '' : timeNs;
  const measured = Object.entries(metrics);
  return (measured.length > 0 ? measured : [['', 1] as const]).map(([metric, value]) => ({
    scoreId: JSON.stringify([
      'langwatch-event',
      ...(event_id ? [event_id] : [trace_id, event_type, `${moment}`]),
      metric,
    ]),
    traceId: trace_id,
    spanId: '',
    sessionId: '',
    name: event_type === VOTE || metric === '' ? event_type : `${event_type}.${metric}`,
    type: 'numeric',
    value,
    label: '',
    comment: feedback ?? '',
    source: 'feedback',
    author: '',
    environment: '',
    configId: '',
    metadata: Object.keys(others).length > 0 ? others : undefined,
    timeNs,
  }));
}
