import { quotaInputSchema } from '@pharos/core/quotas/quota';
import { Crossings } from '../../packages/server/src/features/quotas/crossings.ts';
import { createGate } from '../../packages/server/src/features/quotas/gate.ts';
import { LiveQuota } from '../../packages/server/src/features/quotas/live-quota.ts';
import { createRecount } from '../../packages/server/src/features/quotas/recount.ts';
import { Tally } from '../../packages/server/src/features/quotas/tally.ts';
import { randomIds } from '../../packages/server/src/ids.ts';
import { createMemoryBus } from '../../packages/server/src/live/memory-bus.ts';
import { createMemoryCounters } from '../../packages/server/src/live/memory-counters.ts';
import { openFilledStore } from '../../packages/server/src/store/telemetry/read/testing/filled-store.ts';
import { aModelCall } from '../../packages/server/src/testing/spans.ts';
import { atPace, reportPace } from './pace.ts';

/*
 * The same with the embedded engine beside it: how long checks take while spans are committed twenty times a second, each of
 * which has 100,000 users counted anew. node scripts/run.mjs bench/src/quotas-counted.ts
 */
const USERS = 100_000;
const PROJECT = 'bench';
const A_SECOND = 1_000;
const SECONDS = 20;
const COMMIT_EVERY = 50;
const TARGET_MS = 5;

const clock = { nowMs: Date.now };
const store = await openFilledStore(clock);
let spans = 0;
const call = (user: number) =>
  aModelCall({
    spanId: `${++spans}`.padStart(16, '0'),
    userId: `user-${user}`,
    startNs: BigInt(Date.now() - (spans % 60_000)) * 1_000_000n,
  });
for (let from = 0; from < USERS; from += 10_000) {
  await store.put(PROJECT, { spans: Array.from({ length: 20_000 }, (_, n) => call(from + (n % 10_000))) });
}

const quota = new LiveQuota(
  PROJECT,
  {
    ...quotaInputSchema.parse({
      name: 'tokens a month',
      scope: { type: 'eachUser' },
      measure: 'tokens',
      window: { type: 'calendar', unit: 'month' },
      limit: '1000000',
      action: 'deny',
    }),
    ...{ id: 'quota', createdAt: '', updatedAt: '', updatedBy: '' },
  },
  [],
);
const counters = createMemoryCounters(clock);
const bus = createMemoryBus();
const onError = (error: unknown) => {
  throw error;
};
const crossings = new Crossings({ counters, clock, store: () => Promise.resolve(), onError });
const recount = createRecount({ reader: store.reader, counters, crossings, clock });
const book = {
  of: () => Promise.resolve([quota]),
  projects: () => Promise.resolve([PROJECT]),
  forget: () => undefined,
};
const readings: number[] = [];
const tally = new Tally({
  ...{ book, recount, bus, clock, onError },
  onReading: (seconds) => readings.push(Math.round(seconds * 1000)),
});
const gate = createGate({ book, counters, tally, crossings, clock, ids: randomIds, onError });
await tally.start();
await tally.settle();

const commits: Promise<void>[] = [];
const work = async (n: number) => {
  if (n % COMMIT_EVERY === 0) {
    const put = store.put(PROJECT, { spans: [call(n % USERS)] }).then(() => {
      bus.publish({ projectId: PROJECT, type: 'traces', traceIds: [], earliestMs: Date.now() - 60_000 });
    });
    commits.push(put);
  }
  await gate.check(PROJECT, { user: `user-${(n * 7919) % USERS}`, tokens: '1200' });
};
const took = await atPace(work, A_SECOND, SECONDS);
const kept = reportPace(`check while ${USERS} users are counted`, took, TARGET_MS);
console.log(`readings of all of them, ms: ${readings.join(' ')}`);
if (!kept) process.exitCode = 1;
await Promise.all(commits);
await tally.close();
await store.close();
