import { quotaPreviewSchema } from '@pharos/core/api/quota-views';
import { describe, expect, it } from 'vitest';
import { aCost } from '../../testing/spans.ts';
import { HOUR, NOON_MS, projectQuotas } from './testing/project-quotas.ts';

const quotas = projectQuotas();
const { at, definition, aCall, spend } = quotas;
const preview = async (more: object) =>
  (await quotas.owner.post(at('/preview'), definition(more))).as(quotaPreviewSchema);

describe('a preview', () => {
  it('tells how often the limit would have been reached in the windows before', async () => {
    await spend(aCall('ada', 1500, -48), aCall('ada', 400, -24), aCall('ada', 700, -1));
    const { windows, reached, users } = await preview({});
    expect([windows.length, reached, users]).toEqual([30, 1, null]);
    expect(windows.at(-1)).toMatchObject({
      from: '2026-03-01T00:00:00.000Z',
      to: '2026-03-02T00:00:00.000Z',
    });
    expect(windows.slice(-3).map(({ used }) => used)).toEqual(['1500', '400', '700']);
    expect((await quotas.owner.get(at())).at('data')).toEqual([]);
  });

  it('tells who would be over now', async () => {
    await spend(aCall('ada', 1500, -2), aCall('bob', 850, -1), aCall('cleo', 1, -1));
    const { users } = await preview({ scope: { type: 'eachUser' } });
    expect(users).toMatchObject({ over: 1, near: 1, atLeast: false });
    expect(users?.most[0]).toEqual({ user: 'ada', used: '1500', share: 1.5 });
  });

  it('of the same quota in another project tells nothing of this one', async () => {
    await spend(aCall('ada', 1500, -2));
    const scope = { type: 'eachUser' };
    expect((await preview({ scope })).users?.most.map(({ user }) => user)).toEqual(['ada']);
    await quotas.another();
    expect((await preview({ scope })).users).toEqual({ over: 0, near: 0, atLeast: false, most: [] });
  });

  it('tells months apart where they begin, though clocks have changed in between', async () => {
    // The last half hour of November in New York, where it is winter since the second of it.
    const late = (Date.parse('2025-12-01T04:30:00Z') - NOON_MS) / HOUR;
    await spend(aCall('ada', 1500, late), aCall('ada', 1500, late - 24 * 31));
    const window = { type: 'calendar', unit: 'month', timeZone: 'America/New_York' };
    const { windows, reached } = await preview({ window });
    expect(windows.map(({ from, used }) => [from, used])).toEqual([
      ['2025-10-01T04:00:00.000Z', '1500'],
      ['2025-11-01T04:00:00.000Z', '1500'],
      ['2025-12-01T05:00:00.000Z', '0'],
      ['2026-01-01T05:00:00.000Z', '0'],
      ['2026-02-01T05:00:00.000Z', '0'],
      ['2026-03-01T05:00:00.000Z', '0'],
    ]);
    expect(reached).toBe(2);
  });

  it('adds up money as money', async () => {
    // In binary fractions 0.7 + 0.1 is less than 0.8.
    await spend(aCall('ada', 1, -3, { cost: aCost('0.7') }), aCall('ada', 1, -1, { cost: aCost('0.1') }));
    const { windows, reached } = await preview({ measure: 'cost', limit: '0.8' });
    expect([windows.at(-1)?.used, reached]).toEqual(['0.8', 1]);
  });
});
