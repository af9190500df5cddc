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
}

const HEARTBEAT_MS = 15_000;
const MAX_STREAMS_PER_PROJECT = 50;
/** A reader that is so far behind is let go; it connects again and reads the list anew. */
const MAX_BEHIND_BYTES = 256 * 1024;
const MAX_IDS = 500;

/** `GET /api/v1/live/traces`: the ids of traces that have new spans, as they are stored, as server-sent events. */
export const liveTraces =
  (bus: LiveBus, options: LiveOptions = {}): Plugin =>
  (routes) => {
    const { heartbeatMs = HEARTBEAT_MS, maxStreamsPerProject = MAX_STREAMS_PER_PROJECT } = options;
    const open = new Map<ProjectScope, Set<Readable>>();

    routes.addHook('preClose', async () => {
      for (const streams of open.values()) for (const stream of streams) stream.push(null);
    });

    routes.get(
      '/api/v1/live/traces',
      {
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
          send(`event: ${type}\ndata: ${JSON.stringify({ traceIds: traceIds.slice(0, MAX_IDS) })}\n\n`);
        });
        const heartbeat = setInterval(() => send(': still here\n\n'), heartbeatMs);
        stream.once('close', () => {
          clearInterval(heartbeat);
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
