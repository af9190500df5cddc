import { join } from 'node:path';
import { questionSchema } from '@pharos/core/question';
import { scopeTo } from '../store/scope.ts';
import { openEmbedded } from '../store/telemetry/embedded-driver.ts';
import { createReader } from '../store/telemetry/read/reader.ts';
import { RollupKeeper } from '../store/telemetry/rollups/keeper.ts';
import { TOKENS_A_CALL, type Traffic, textOf } from './traffic.ts';

/** What a store holds of what was acknowledged. All but `spans` and `tokens` is to be nothing. */
export interface Audit {
  spans: number;
  tokens: number;
  lost: number;
  doubled: number;
  /** Calls without what was said in them. */
  withoutText: number;
  /** What the store says to have been used, less what was. */
  tokensOff: number;
  /** Hours whose sums are not what a recount of their spans gives. */
  rollupsOff: number;
}

/** Whether all is there, once, and what is counted of it is right. */
export const isSound = ({ lost, doubled, withoutText, tokensOff, rollupsOff }: Audit): boolean =>
  [lost, doubled, withoutText, tokensOff, rollupsOff].every((count) => count === 0);

/** Opens the store that a dead server left, and holds it against what its senders know. */
export async function audit(dataDir: string, traffic: Traffic): Promise<Audit> {
  const driver = await openEmbedded({ path: join(dataDir, 'telemetry') });
  try {
    const rows = await driver.query<{ project_id: string; trace_id: string; span_id: string; rows: string }>(
      `SELECT project_id, trace_id, span_id, count() AS rows FROM spans FINAL WHERE kind != ''
GROUP BY project_id, trace_id, span_id`,
    );
    const stored = new Map(rows.map((row) => [`${row.trace_id} ${row.span_id}`, Number(row.rows)]));
    const acknowledged = [...traffic.acknowledged];
    const texts = await driver.query<{ trace_id: string; span_id: string; input: string }>(
      'SELECT trace_id, span_id, input FROM payloads FINAL',
    );
    const said = new Map(texts.map(({ trace_id, span_id, input }) => [`${trace_id} ${span_id}`, input]));
    const used = acknowledged.filter(([, { isCall }]) => isCall).length * TOKENS_A_CALL;
    const project = scopeTo(rows[0]?.project_id ?? '');
    const reader = createReader(driver, { nowMs: Date.now });
    const question = questionSchema.parse({
      metrics: ['tokens'],
      ...{ from: '2026-11-15T00:00:00Z', to: '2026-11-22T00:00:00Z', bucketSeconds: 3600 },
    });
    const pointsOf = async () => (await reader.ask(project, question)).series[0]?.points?.tokens ?? [];
    const counted = await pointsOf();
    const keeper = new RollupKeeper({ driver, quietMs: 0, onError: raise });
    await keeper.pass();
    await keeper.stop();
    const rolledUp = await pointsOf();
    const tokens = counted.reduce<number>((sum, value) => sum + (value ?? 0), 0);
    return {
      ...{ spans: acknowledged.length, tokens },
      lost: acknowledged.filter(([key]) => !stored.has(key)).length,
      doubled: [...stored.values()].filter((times) => times > 1).length,
      withoutText: acknowledged.filter(
        ([key, { isCall }]) => isCall && said.get(key)?.includes(textOf(key)) !== true,
      ).length,
      tokensOff: tokens - used,
      rollupsOff: counted.filter((value, hour) => value !== rolledUp[hour]).length,
    };
  } finally {
    await driver.close();
  }
}

function raise(error: unknown): never {
  throw error;
}
