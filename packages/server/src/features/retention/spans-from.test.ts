import { answerSchema } from '@pharos/core/question';
import { BUILT_IN, retentionOf } from '@pharos/core/retention/kinds';
import { expect, test } from 'vitest';
import { RollupKeeper } from '../../store/telemetry/rollups/keeper.ts';
import { aReadProject, openReadApp } from '../../testing/read-app.ts';
import { aModelCall } from '../../testing/spans.ts';

const { store, app } = await openReadApp();

test('An answer that begins before the first span says since when there are spans; sums tell what they can', async () => {
  const { projectId, reader } = await aReadProject(app);
  const call = (day: string, model: string) => {
    const startNs = BigInt(Date.parse(`${day}T10:20:00Z`)) * 1_000_000n;
    return aModelCall({ traceId: day, spanId: day, model, startNs, endNs: startNs + 1_000_000n });
  };
  await store.put(projectId, { spans: [call('2026-01-20', 'old'), call('2026-02-27', 'new')] });
  const keeper = new RollupKeeper({ driver: store.driver, quietMs: 0, onError: () => undefined });
  await keeper.pass();
  const keeping = { own: new Map([[projectId, retentionOf({ spans: 30 }, BUILT_IN)]]), others: BUILT_IN };
  await store.telemetry.retention.enforce(keeping, new AbortController().signal);

  const ask = async (from: string, question: object) =>
    (
      await reader.post('/api/v1/query', {
        metrics: ['spans'],
        from,
        to: '2026-03-01T00:00:00Z',
        ...question,
      })
    ).as(answerSchema);
  const whole = await ask('2026-01-01T00:00:00Z', { dimensions: ['model'] });
  expect(whole.spansFrom).toBe('2026-01-20T11:00:00.000Z');
  expect(whole.series.map(({ group }) => group[0]).sort()).toEqual(['new', 'old']);
  const slow = await ask('2026-01-01T00:00:00Z', {
    filters: [{ field: 'spanDuration', op: '>=', values: [0] }],
  });
  expect([slow.spansFrom, slow.series[0]?.totals.spans]).toEqual(['2026-01-20T11:00:00.000Z', 1]);
  expect((await ask('2026-02-01T00:00:00Z', {})).spansFrom).toBeUndefined();
  await keeper.stop();
});
