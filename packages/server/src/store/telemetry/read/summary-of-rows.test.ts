import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fakeClock } from '../../../testing/fake-clock.ts';
import { arbitrarySpan } from '../testing/arbitrary-span.ts';
import { type FilledStore, listQuery, OURS, openFilledStore } from './testing/filled-store.ts';

let store: FilledStore;
beforeAll(async () => {
  store = await openFilledStore(fakeClock('2026-09-21T15:00:00Z'));
});
afterAll(() => store.close());

const START = 1_790_000_000_000_000_000n;
const name = fc.constantFrom('', 'a', 'b', '世界', '😀', 'ｘ');
/** Spans that differ in what a summary looks at, some of them starting together. */
const spans = fc.array(
  fc.tuple(
    arbitrarySpan,
    fc.record({
      parentSpanId: fc.constantFrom('', 'above'),
      offset: fc.bigInt({ min: 0n, max: 3n }),
      lasting: fc.bigInt({ min: 0n, max: 10n ** 12n }),
      kind: fc.constantFrom('llm' as const, 'agent' as const),
      model: name,
      agentName: name,
      userId: name,
      sessionId: name,
      environment: name,
      release: name,
      service: name,
    }),
    fc.boolean(),
  ),
  { minLength: 1, maxLength: 8 },
);

test('the line above a trace is the one in the list, whatever its spans are', async () => {
  let round = 0;
  await fc.assert(
    fc.asyncProperty(spans, async (parts) => {
      const traceId = `trace-${++round}`;
      const made = parts.map(([span, { offset, lasting, ...facts }], i) => ({
        ...span,
        ...facts,
        traceId,
        spanId: `s${i}`,
        startNs: START + offset,
        endNs: START + offset + lasting,
      }));
      await store.put(OURS, {
        spans: made.filter((_, i) => parts[i]?.[2]),
        uncounted: made.filter((_, i) => !parts[i]?.[2]),
      });
      const [listed] = (await store.reader.traces(OURS, listQuery(`trace:${traceId}`))).data;
      const opened = await store.reader.trace(OURS, traceId, 'skeleton');
      expect(opened?.trace).toEqual(listed);
    }),
    { numRuns: 25 },
  );
});
