import { liveQuery } from '@pharos/core/api/live';
import { ApiError } from '../../errors.ts';
import { mayRead } from '../../http/access.ts';
import { type AuthParts, stillAdmitted } from '../../http/auth.ts';
import type { Plugin } from '../../http/routes.ts';
import type { LiveHub } from './hub.ts';

export interface LiveTimes {
  /** Something is said so often, the right to look is checked, and who has read nothing since is let go. */
  checkMs: number;
  /** A stream ends after so long; who comes again is signed in for longer. */
  endMs: number;
}
const TIMES: LiveTimes = { checkMs: 15_000, endMs: 3_600_000 };

/** `GET /api/v1/live/stream`: what goes on in a project, as server-sent events. */
export const live =
  (auth: AuthParts, hub: LiveHub, { checkMs, endMs }: LiveTimes = TIMES): Plugin =>
  (routes) => {
    routes.addHook('preClose', async () => hub.close());

    routes.get(
      '/api/v1/live/stream',
      {
        // A HEAD would hold a stream that nobody reads.
        exposeHeadRoute: false,
        config: { access: mayRead },
        schema: {
          summary: 'What goes on now, as server-sent events: all there is, then what changes',
          description:
            'The event `snapshot` holds all there is of the topics, each event `changes` what is different since the one before (`set`: new and changed items by their keys, `gone`: keys). They come within a second of what they tell of. Each stream begins with a snapshot, so nothing has to be remembered to connect again. Whoever reads slowly is told less often, and then all that has changed.',
          querystring: liveQuery,
        },
      },
      async (request, reply) => {
        const { project, query } = request;
        const viewer = hub.join(project, query.topics);
        if (viewer === undefined) {
          throw new ApiError('overloaded', {
            message: 'As many live streams are open as there is room for. Close one, or try again later.',
            retryAfter: 30,
          });
        }
        let wasReady = true;
        const check = setInterval(async () => {
          if (!viewer.ready && !wasReady) viewer.end();
          wasReady = viewer.ready;
          viewer.greet();
          if (!(await stillAdmitted(auth, mayRead, request))) viewer.end();
        }, checkMs);
        const ending = setTimeout(() => viewer.end(), endMs);
        viewer.stream.once('close', () => {
          clearInterval(check);
          clearTimeout(ending);
        });
        return reply
          .header('cache-control', 'no-store')
          .header('x-accel-buffering', 'no')
          .type('text/event-stream; charset=utf-8')
          .send(viewer.stream);
      },
    );
  };
