import { Gauge, Registry } from 'prom-client';
import { z } from 'zod';
import { ApiError } from '../errors.ts';
import { inTime } from '../in-time.ts';
import { dutyOf, type ProcessRole, ROLE_NAMES } from '../roles.ts';
import { mayRead } from './access.ts';
import type { Drain } from './drain.ts';
import type { Plugin } from './routes.ts';

/** A store that can say whether it answers. */
export interface Readiness {
  name: string;
  check(): Promise<unknown>;
  /** What does its work while it does not answer, in a word: nothing is lost meanwhile. */
  standIn?(): string | undefined;
}

/** Who asks gives up after a few seconds; a store that takes longer is as good as gone. */
const CHECK_MS = 2_000;

const statusSchema = z.object({ status: z.literal('ok') });
const readySchema = statusSchema.extend({
  role: z.enum(ROLE_NAMES),
  degraded: z.array(z.string()).optional(),
});

export interface HealthParts {
  role: ProcessRole;
  version: string;
  stores: readonly Readiness[];
  metrics: Registry;
  drain: Drain;
}

/** `GET /healthz` (the process runs), `/readyz` (the stores that its role needs answer, and it stays) and `/metrics` (Prometheus text). */
export function health({ role, version, stores, metrics, drain }: HealthParts): Plugin {
  const needs: readonly string[] = dutyOf(role).needs;
  const needed = stores.filter(({ name }) => needs.includes(name));
  new Gauge({
    name: 'pharos_info',
    help: 'What this process does, and its version.',
    labelNames: ['role', 'version'],
    registers: [metrics],
  }).set({ role, version }, 1);
  return (routes) => {
    const open = { access: 'open' as const };
    routes.get('/healthz', { config: open, schema: { response: { 200: statusSchema } } }, () => ({
      status: 'ok' as const,
    }));

    routes.get('/readyz', { config: open, schema: { response: { 200: readySchema } } }, async () => {
      if (drain.begun)
        throw new ApiError('unavailable', { message: 'This process is about to end.', details: { role } });
      const answers = await Promise.allSettled(needed.map(({ check }) => inTime(check(), CHECK_MS)));
      const silent = needed.filter((_, index) => answers[index]?.status === 'rejected');
      const failing = silent.filter((store) => store.standIn?.() === undefined).map(({ name }) => name);
      if (failing.length > 0) throw new ApiError('unavailable', { details: { role, stores: failing } });
      const degraded = silent.map((store) => `${store.name}: ${store.standIn?.()}`);
      return { status: 'ok' as const, role, ...(degraded.length > 0 && { degraded }) };
    });

    routes.get('/metrics', { config: { access: mayRead }, schema: { hide: true } }, async (_request, reply) =>
      reply.type(Registry.PROMETHEUS_CONTENT_TYPE).send(await metrics.metrics()),
    );
  };
}
