import { Registry } from 'prom-client';
import { z } from 'zod';
import { ApiError } from '../errors.ts';
import { inTime } from '../in-time.ts';
import { mayRead } from './access.ts';
import type { Plugin } from './routes.ts';

/** A store that can say whether it answers. */
export interface Readiness {
  name: string;
  check(): Promise<unknown>;
}

/** Who asks gives up after a few seconds; a store that takes longer is as good as gone. */
const CHECK_MS = 2_000;

const statusSchema = z.object({ status: z.literal('ok') });

/** `GET /healthz` (the process runs), `/readyz` (its stores answer) and `/metrics` (Prometheus text). */
export const health =
  (stores: readonly Readiness[], metrics: Registry): Plugin =>
  (routes) => {
    const open = { config: { access: 'open' as const }, schema: { response: { 200: statusSchema } } };
    routes.get('/healthz', open, () => ({ status: 'ok' as const }));

    routes.get('/readyz', open, async () => {
      const answers = await Promise.allSettled(stores.map(({ check }) => inTime(check(), CHECK_MS)));
      const failing = stores
        .filter((_, index) => answers[index]?.status === 'rejected')
        .map(({ name }) => name);
      if (failing.length > 0) throw new ApiError('unavailable', { details: { stores: failing } });
      return { status: 'ok' as const };
    });

    routes.get('/metrics', { config: { access: mayRead }, schema: { hide: true } }, async (_request, reply) =>
      reply.type(Registry.PROMETHEUS_CONTENT_TYPE).send(await metrics.metrics()),
    );
  };
