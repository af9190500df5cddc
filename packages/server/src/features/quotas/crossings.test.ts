import { quotaInputSchema } from '@pharos/core/quotas/quota';
import { describe, expect, test } from 'vitest';
import { createMemoryCounters } from '../../live/memory-counters.ts';
import { fakeClock } from '../../testing/fake-clock.ts';
import { Crossings } from './crossings.ts';
import type { NewEvent } from './event-queries.ts';
import { LiveQuota } from './live-quota.ts';

const clock = fakeClock();
const live = new LiveQuota(
  'p',
  {
    ...quotaInputSchema.parse({
      name: 'a quota',
      scope: { type: 'eachUser' },
      measure: 'cost',
      window: { type: 'calendar', unit: 'day' },
      limit: '2',
    }),
    ...{ id: 'q', createdAt: '', updatedAt: '', updatedBy: '' },
  },
  [],
);
const DOLLAR = 1_000_000_000;
const rise = (subject: string, before: number, after: number) => ({
  subject,
  before: before * DOLLAR,
  after: after * DOLLAR,
  atMs: clock.nowMs(),
});

function noting(failures = 0) {
  const stored: NewEvent[] = [];
  const errors: unknown[] = [];
  let left = failures;
  const crossings = new Crossings({
    counters: createMemoryCounters(clock),
    clock,
    retryMs: 1,
    async store(events) {
      if (left-- > 0) throw new Error('no records');
      stored.push(...events);
    },
    onError: (error) => errors.push(error),
  });
  return { crossings, stored, errors };
}

describe('crossings', () => {
  test('are stored with how things stood', async () => {
    const { crossings, stored } = noting();
    crossings.note(live, [rise('ada', 0, 0.5), rise('bob', 0.5, 1.75)]);
    await crossings.drain();
    expect(
      stored.map(({ subject, threshold, used, limitAmount }) => [subject, threshold, used, limitAmount]),
    ).toEqual([
      ['bob', 50, '1.75', '2'],
      ['bob', 80, '1.75', '2'],
    ]);
    expect(stored[0]?.windowStart).toEqual(new Date('2026-03-01T00:00:00Z'));
  });

  test('that cannot be stored are tried again by themselves', async () => {
    const { crossings, stored, errors } = noting(2);
    crossings.note(live, [rise('ada', 0, 1)]);
    await expect.poll(() => stored).toHaveLength(1);
    expect(errors).toHaveLength(2);
  });

  test('that find no room are counted', async () => {
    const { crossings, stored } = noting(1);
    crossings.note(live, [rise('first', 0, 1)]);
    const many = Array.from({ length: 20_005 }, (_, n) => rise(`user ${n}`, 0, 1));
    crossings.note(live, many);
    expect(crossings.lost).toBe(5);
    await expect.poll(() => stored.length, { timeout: 5_000 }).toBeGreaterThanOrEqual(20_000);
    await crossings.drain();
    expect(crossings.lost + stored.length).toBe(20_006);
  });
});
