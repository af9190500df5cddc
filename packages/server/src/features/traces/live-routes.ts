import { Readable } from 'node:stream';
import { projectQuery } from '@pharos/core/api/common';
import { ApiError } from '../../errors.ts';
import { mayRead } from '../../http/access.ts';
import type { Plugin } from '../../http/routes.ts';
import type { LiveBus } from '../../live/bus.ts';
import type { ProjectScope } from '../../store/scope.ts';

export interface LiveOptions {
  heartbeatMs?: number;
  maxStreamsPerProject?: number;
  /** A stream is to be renewed after so long … */
  renewAfterMs?: number;
  /** … and ends so long after that. */
  endAfterMs?: number;
}

const HEARTBEAT_MS = 15_000;
const MAX_STREAMS_PER_PROJECT = 50;
/** A reader that is so far behind is let go; it connects again and reads the list anew. */
const MAX_BEHIND_BYTES = 256 * 1024;
const MAX_IDS_PER_EVENT = 500;
/** The right to look is checked when a stream begins: for so long one that was taken away can still be used. */
const RENEW_AFTER_MS = 3 * 60_000;
const END_AFTER_MS = 10_000;

/**
 * `GET /api/v1/live/traces`: the ids of traces that have new spans, as they are stored, as server-sent events. After
 * three minutes comes the event `renew`, and ten seconds later the end: who opens the next stream in between misses
 * nothing, and whoever only connects again, as browsers do, loses two seconds.
 */
export const liveTraces =
  (bus: LiveBus, options: LiveOptions = {}): Plugin =>
  (routes) => {
    const {
      heartbeatMs = HEARTBEAT_MS,
      maxStreamsPerProject = MAX_STREAMS_PER_PROJECT,
      renewAfterMs = RENEW_AFTER_MS,
      endAfterMs = END_AFTER_MS,
    } = options;
    const open = new Map<ProjectScope, Set<Readable>>();

    routes.addHook('preClose', async () => {
      for (const streams of open.values()) for (const stream of streams) stream.push(null);
    });

    routes.get(
      '/api/v1/live/traces',
      {
        // A HEAD would hold a stream that nobody reads.
        exposeHeadRoute: false,
        config: { access: mayRead },
        schema: { summary: 'Ids of traces with new spans, as server-sent events', querystring: projectQuery },
      },
      async ({ project }, reply) => {
        const streams = open.get(project) ?? new Set();
        if (streams.size >= maxStreamsPerProject) {
          throw new ApiError('rate_limited', {
            message: `This project has ${maxStreamsPerProject} live streams already.`,
            retryAfter: 30,
          });
        }
        const stream = new Readable({ read: () => undefined });
        open.set(project, streams.add(stream));
        const send = (text: string) => {
          if (stream.readableLength > MAX_BEHIND_BYTES) stream.destroy();
          else stream.push(text);
        };
        const unsubscribe = bus.subscribe(project, ({ type, traceIds }) => {
          if (traceIds.length > 0) send(inEvents(type, traceIds));
        });
        const heartbeat = setInterval(() => send(': still here\n\n'), heartbeatMs);
        let ending = setTimeout(() => {
          send('event: renew\ndata: {}\n\n');
          ending = setTimeout(() => {
            // Of one who is behind, the end would wait until everything before it is read.
            if (stream.readableLength > 0) stream.destroy();
            else stream.push(null);
          }, endAfterMs);
        }, renewAfterMs);
        stream.once('close', () => {
          clearInterval(heartbeat);
          clearTimeout(ending);
          unsubscribe();
          streams.delete(stream);
          if (streams.size === 0) open.delete(project);
        });
        send('retry: 2000\n\n');
        return reply
          .header('cache-control', 'no-store')
          .header('x-accel-buffering', 'no')
          .type('text/event-stream; charset=utf-8')
          .send(stream);
      },
    );
  };

/** No event is larger than a client's buffer may be, and no id is left out. */
function inEvents(type: string, traceIds: readonly string[]): string {
  let events = '';
  for (let from = 0; from < traceIds.length; from += MAX_IDS_PER_EVENT) {
    const some = traceIds.slice(from, from + MAX_IDS_PER_EVENT);
    events += `event: ${type}\ndata: ${JSON.stringify({ traceIds: some })}\n\n`;
  }
  return events;
}
