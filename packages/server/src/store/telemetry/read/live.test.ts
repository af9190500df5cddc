import { NO_END_TIME } from '@pharos/core/span';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fakeClock } from '../../../testing/fake-clock.ts';
import { aModelCall, aSpan, failedWith } from '../../../testing/spans.ts';
import { ENGINES } from '../testing/engines.ts';
import { type FilledStore, OURS, openFilledStore, THEIRS } from './testing/filled-store.ts';

describe.each(ENGINES)('what happens now, %s', (engine) => {
  const clock = fakeClock();
  const NOW_NS = BigInt(clock.nowMs()) * 1_000_000n;
  const SECOND = 1_000_000_000n;
  let store: FilledStore;
  beforeAll(async () => {
    store = await openFilledStore(clock, { engine });
  });
  afterAll(() => store.close());

  /** It ended so many seconds ago. */
  const ended = (spanId: string, secondsAgo: bigint, tookSeconds = 1n) => {
    const endNs = NOW_NS - secondsAgo * SECOND;
    return { traceId: spanId, spanId, startNs: endNs - tookSeconds * SECOND, endNs };
  };
  const stretch = (secondsAgo: number) => Math.floor((clock.nowMs() - secondsAgo * 1000) / 5_000) * 5_000;

  test('is counted where it ended, each span once, however often it is told, and tokens where they count', async () => {
    const call = aModelCall({ ...ended('call', 20n, 300n), parentSpanId: 'root' });
    await store.put(OURS, {
      spans: [
        aSpan(ended('root', 20n, 301n)),
        call,
        aSpan({ ...ended('failed', 40n), ...failedWith('timeout') }),
        aSpan({ ...ended('open', 1n), attributes: new Map([[NO_END_TIME, true]]) }),
        aSpan(ended('before', 301n)),
      ],
      uncounted: [aModelCall({ ...ended('repeats', 20n), parentSpanId: 'root' })],
    });
    await store.put(OURS, { spans: [call] });
    await store.put(THEIRS, { spans: [aSpan(ended('foreign', 20n))] });
    expect(await store.reader.rates(OURS)).toEqual(
      new Map([
        [stretch(20), { requests: 1, requestErrors: 0, tokens: 120, cost: 0.00036 }],
        [stretch(40), { requests: 1, requestErrors: 1, tokens: 0, cost: 0 }],
      ]),
    );
    expect([...(await store.reader.rates(THEIRS)).values()]).toMatchObject([{ requests: 1 }]);
  });

  test('fails where it began, with kind, message and place, the latest first, and how often in all', async () => {
    await store.put(OURS, {
      spans: [
        aSpan({
          ...ended('tool', 10n),
          ...{ kind: 'tool', toolName: 'search', agentName: 'planner', userId: 'ada' },
          ...{ ...failedWith('Timeout'), parentSpanId: 'passes on' },
        }),
        aSpan({ ...ended('passes on', 9n), traceId: 'tool', ...failedWith('Timeout') }),
      ],
    });
    const { total, latest } = await store.reader.failures(OURS, 1);
    expect(total).toBe(2);
    expect(latest).toEqual([
      {
        ...{ traceId: 'tool', spanId: 'tool', at: new Date(clock.nowMs() - 10_000).toISOString() },
        ...{ type: 'Timeout', message: '', place: 'search', agent: 'planner', userId: 'ada' },
        group: expect.stringMatching(/^[\da-f]{16}$/),
      },
    ]);
    expect(await store.reader.failures(THEIRS, 5)).toEqual({ total: 0, latest: [] });
  });
});
