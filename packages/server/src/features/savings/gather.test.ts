import type { CallProfile, SampledCall } from '@pharos/core/savings/facts';
import { expect, test } from 'vitest';
import { scopeTo } from '../../store/scope.ts';
import type { SavingsReader } from '../../store/telemetry/savings-contract.ts';
import { READINGS } from './gather.ts';

const HOUR_MS = 3_600_000;
const WEEK_MS = 168 * HOUR_MS;

/** Reads from so many calls, the first at the start of the week and the last that long after. */
function sampled(calls: number, spreadMs: number) {
  const place = { provider: 'openai', model: 'gpt-4.1', prompt: 'greet', agent: '', name: '' };
  const all = Array.from(
    { length: calls },
    (_, i): SampledCall => ({
      ...{ ...place, traceId: `${i}`, conversation: `${i}`, startMs: Math.floor((i * spreadMs) / calls) },
      ...{ promptTokens: 10, cachedTokens: 0, bytes: 40, toolBytes: 0, toolHash: '', hashes: [] },
    }),
  );
  const read = new Set<string>();
  const reader: Pick<SavingsReader, 'sampleCalls'> = {
    async sampleCalls(_scope, { range }, { limit, offset }) {
      const within = all.filter(
        ({ startMs }) =>
          BigInt(startMs) * 1_000_000n >= range.fromNs && BigInt(startMs) * 1_000_000n < range.toNs,
      );
      const page = within.slice(offset, offset + limit);
      for (const { traceId } of page) read.add(traceId);
      return page;
    },
  };
  const range = { fromNs: 0n, toNs: BigInt(WEEK_MS) * 1_000_000n };
  const asked = { scope: scopeTo('p'), range, filters: [], search: '', filter: '' };
  const known = { profile: [{ calls } as CallProfile] };
  const sample = READINGS.sample(reader as SavingsReader, asked, known, new AbortController().signal);
  return sample.then((found) => ({ looked: found.calls, of: found.of, distinct: read.size }));
}

test('all calls are looked at where there are no more than 12,000, though they be of one hour', async () => {
  for (const calls of [1, 4_000, 12_000])
    expect(await sampled(calls, HOUR_MS)).toEqual({ looked: calls, of: calls, distinct: calls });
});

test('of more calls eight stretches are, spread over the range', async () => {
  expect(await sampled(40_000, WEEK_MS)).toEqual({ looked: 12_000, of: 40_000, distinct: 12_000 });
});
