import { quotaInputSchema } from '@pharos/core/quotas/quota';
import { createGate } from '../../packages/server/src/features/quotas/gate.ts';
import { LiveQuota } from '../../packages/server/src/features/quotas/live-quota.ts';
import { randomIds } from '../../packages/server/src/ids.ts';
import type { LiveCounters } from '../../packages/server/src/live/counters.ts';
import { createMemoryCounters } from '../../packages/server/src/live/memory-counters.ts';
import { parseRedisUrl } from '../../packages/server/src/live/redis-address.ts';
import { openRedisCounters } from '../../packages/server/src/live/redis-counters.ts';
import { atPace, reportPace } from './pace.ts';

/*
 * How long a check and a reservation with its settlement take, in the process, at a steady 1,000 a second with 100,000
 * users, under quotas of every scope. `npm run bench:quotas`, or with a Redis: `npm run bench:quotas -- redis://127.0.0.1:6379`
 */
const USERS = 100_000;
const A_SECOND = 1_000;
const SECONDS = 10;
const TARGET_MS = 5;
const PROJECT = `bench-${randomIds.id()}`;

const clock = { nowMs: Date.now };
const window = (type: string, unit: string) =>
  type === 'rolling' ? { type, unit } : { type, unit, timeZone: 'Europe/Berlin' };
const QUOTAS = [
  { scope: { type: 'eachUser' }, measure: 'tokens', window: window('calendar', 'day'), limit: '1000000' },
  { scope: { type: 'eachUser' }, measure: 'requests', window: window('rolling', 'hour'), limit: '1000' },
  { scope: { type: 'eachUser' }, measure: 'cost', window: window('calendar', 'month'), limit: '50' },
  { scope: { type: 'project' }, measure: 'cost', window: window('calendar', 'month'), limit: '1000000' },
  {
    scope: { type: 'model', value: 'gpt-4.1' },
    measure: 'tokens',
    window: window('rolling', 'day'),
    limit: '1000000000',
  },
].map(
  (quota, n) =>
    new LiveQuota(
      PROJECT,
      {
        ...quotaInputSchema.parse({ name: `quota ${n}`, action: 'deny', ...quota }),
        ...{ id: `quota-${n}`, createdAt: '', updatedAt: '', updatedBy: '' },
      },
      [],
    ),
);

/** Every user has spent something in every bucket that holds. */
async function fill(counters: LiveCounters): Promise<void> {
  const nowMs = clock.nowMs();
  for (const live of QUOTAS) {
    if (live.quota.scope.type !== 'eachUser') continue;
    for (const bucket of live.windowAt(nowMs).buckets) {
      for (let from = 0; from < USERS; from += 1_000) {
        const amounts = Array.from({ length: 1_000 }, (_, n) => [`user-${from + n}`, n] as const);
        await counters.tell(PROJECT, live.groupOf(bucket), amounts, { readAtMs: nowMs });
      }
    }
  }
}

const [url] = process.argv.slice(2);
const limits = { maxCounters: 4_000_000, maxInAll: 4_000_000, maxHolds: 200_000 };
const counters = url
  ? openRedisCounters({
      redis: parseRedisUrl(url),
      clock,
      limits,
      onError: (error) => console.error(error.message),
    })
  : createMemoryCounters(clock, limits);
const fail = (error: unknown) => {
  throw error;
};
const gate = createGate({
  ...{ counters, clock, ids: randomIds, onUnavailable: fail, onError: fail },
  book: { of: () => Promise.resolve(QUOTAS) },
  tally: { knowledgeOf: () => 'current' },
  crossings: { noteChanges: () => Promise.resolve() },
});
const spender = (n: number) => ({
  user: `user-${(n * 7919) % USERS}`,
  model: 'gpt-4.1',
  tokens: '1200',
  cost: '0.0042',
});

const before = process.memoryUsage().rss;
const filling = performance.now();
await fill(counters);
console.log(
  `${USERS} users in ${QUOTAS.length} quotas, ${url ? 'in Redis' : 'in memory'}: filled in ` +
    `${((performance.now() - filling) / 1000).toFixed(1)} s, ${Math.round((process.memoryUsage().rss - before) / 2 ** 20)} MiB more in this process`,
);
const works: [string, (n: number) => Promise<unknown>][] = [
  ['check', (n) => gate.check(PROJECT, spender(n))],
  [
    'reserve and settle',
    async (n) => {
      const { reservation } = await gate.reserve(PROJECT, spender(n), 60);
      if (reservation) await gate.settle(PROJECT, reservation.id, { tokens: '1000' });
    },
  ],
];
for (const [name, work] of works) {
  await atPace(work, A_SECOND, 2);
  if (!reportPace(`${name}, ${A_SECOND} a second`, await atPace(work, A_SECOND, SECONDS), TARGET_MS))
    process.exitCode = 1;
}
await counters.close();
