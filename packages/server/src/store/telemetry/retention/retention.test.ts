import { questionSchema } from '@pharos/core/question';
import { BUILT_IN, type Retention, retentionOf, type SomeRetention } from '@pharos/core/retention/kinds';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fakeClock } from '../../../testing/fake-clock.ts';
import { aCost, aModelCall, aScore } from '../../../testing/spans.ts';
import { type ProjectScope, scopeTo } from '../../scope.ts';
import { type FilledStore, openFilledStore } from '../read/testing/filled-store.ts';
import { RollupKeeper } from '../rollups/keeper.ts';
import { createTelemetryRetention, type TelemetryRetention } from './retention.ts';

const DAY_MS = 86_400_000;
const TODAY = Date.parse('2026-03-31T00:00:00Z');
const clock = fakeClock('2026-03-31T12:00:00Z');
const NEVER = new AbortController().signal;
/** Days ago, at ten o'clock. */
const ago = (days: number): bigint => BigInt(TODAY - days * DAY_MS + 10 * 3_600_000) * 1_000_000n;

let store: FilledStore;
let keeper: RollupKeeper;
let retention: TelemetryRetention;
let ours: ProjectScope;
let theirs: ProjectScope;
let projects = 0;
beforeAll(async () => {
  store = await openFilledStore(clock);
  retention = createTelemetryRetention(store.driver, clock);
  keeper = new RollupKeeper({
    driver: store.driver,
    quietMs: 0,
    onError(error) {
      throw error;
    },
  });
});
afterAll(async () => {
  await keeper.stop();
  await store.close();
});
beforeEach(() => {
  ours = scopeTo(`ours ${++projects}`);
  theirs = scopeTo(`theirs ${projects}`);
});

let ids = 0;
const call = (days: number, facts = {}) =>
  aModelCall({
    traceId: `t${++ids}`,
    spanId: `s${ids}`,
    startNs: ago(days),
    endNs: ago(days) + 1n,
    input: { text: 'What is the capital of France?' },
    cost: aCost('1'),
    ...facts,
  });
const keeping = (own: Record<string, SomeRetention>, others: Retention = BUILT_IN) => ({
  own: new Map(Object.entries(own).map(([id, said]) => [id, retentionOf(said, others)])),
  others,
});
const keep = (...said: Parameters<typeof keeping>) => retention.enforce(keeping(...said), NEVER);
const rowsIn = async (table: string, project: string) =>
  Number(
    (
      await store.driver.query<{ rows: string }>(
        `SELECT count() AS rows FROM ${table} WHERE project_id = {project:String}`,
        { project },
      )
    )[0]?.rows,
  );
const question = questionSchema.parse({
  metrics: ['cost', 'spans'],
  from: new Date(TODAY - 90 * DAY_MS).toISOString(),
  to: new Date(TODAY + DAY_MS).toISOString(),
});
const costOf = async (project: ProjectScope, rest = {}) =>
  (await store.reader.ask(project, { ...question, ...rest })).series[0]?.exact.cost;

describe('what is kept for some days', () => {
  it('is removed of the project that says so, and of no other', async () => {
    for (const project of [ours, theirs])
      await store.put(project, { spans: [call(40), call(31), call(30), call(0)] });
    await keeper.pass();
    const removed = await keep({ [ours]: { spans: 30 } });
    expect(removed).toContainEqual({ kind: 'spans', table: 'spans', dropped: 0, rows: 2 });
    for (const table of ['spans', 'payloads', 'trace_index']) {
      expect([table, await rowsIn(table, ours)]).toEqual([table, 2]);
      expect([table, await rowsIn(table, theirs)]).toEqual([table, 4]);
    }
    // Done again it finds nothing.
    expect(await keep({ [ours]: { spans: 30 } })).toEqual([]);
  });

  it('is dropped by the day when no project keeps it', async () => {
    await store.put(ours, { spans: [call(400), call(399)], scores: [aScore({ timeNs: ago(400) })] });
    await keeper.pass();
    const removed = await keep({ [ours]: { spans: 380 } }, retentionOf({ spans: 390 }, BUILT_IN));
    expect(removed).toContainEqual({ kind: 'spans', table: 'spans', dropped: 2, rows: 2 });
    expect(await rowsIn('scores', ours)).toBe(1);
  });

  it('may be texts alone', async () => {
    await store.put(ours, { spans: [call(20), call(3)] });
    await keep({ [ours]: { payloads: 7 } });
    expect([await rowsIn('payloads', ours), await rowsIn('spans', ours)]).toEqual([1, 2]);
  });

  it('never makes what was there before look new', async () => {
    const failed = { status: 'error' as const, statusMessage: 'rate limit', userId: 'ada' };
    await store.put(ours, { spans: [call(900, failed)] });
    await store.put(ours, { spans: [call(1, failed), call(900, { ...failed, userId: 'bob' })] });
    await keeper.pass();
    await keep({ [ours]: { spans: 30, users: 30 } });
    const [users, [error]] = await Promise.all([
      store.driver.query<{ user_id: string; first: string }>(
        `SELECT user_id, min(first_seen) AS first FROM user_index WHERE project_id = {ours:String} GROUP BY user_id`,
        { ours },
      ),
      store.driver.query<{ first: string }>(
        `SELECT min(first_seen) AS first FROM error_index WHERE project_id = {ours:String}`,
        { ours },
      ),
    ]);
    expect(users).toHaveLength(1);
    expect(users[0]).toMatchObject({ user_id: 'ada', first: expect.stringMatching(/^2023-/) });
    expect(error?.first).toMatch(/^2023-/);
    expect(await rowsIn('user_activity', ours)).toBe(1);
  });
});

describe('sums of hours', () => {
  it('answer for spans that are removed, to the digit, whatever comes late', async () => {
    await store.put(ours, { spans: [call(40), call(40), call(35), call(2)] });
    await keeper.pass();
    expect(await retention.spansFrom(ours)).toBeUndefined();
    await keep({ [ours]: { spans: 30 } });
    expect([await rowsIn('spans', ours), await costOf(ours)]).toEqual([1, '4']);
    expect(await retention.spansFrom(ours)).toBe(ago(35) + 3_600_000_000_000n);

    // As one that was on its way while the day ended.
    await store.put(ours, { spans: [call(40)] });
    await keeper.pass();
    expect(await costOf(ours)).toBe('4');
    await keep({ [ours]: { spans: 30 } });
    expect([await rowsIn('spans', ours), await costOf(ours)]).toEqual([1, '4']);
  });

  it('are made before spans are removed', async () => {
    await store.put(ours, { spans: [call(40), call(2)] });
    await keep({ [ours]: { spans: 30 } });
    expect(await rowsIn('spans', ours)).toBe(2);
    await keeper.pass();
    await keep({ [ours]: { spans: 30 } });
    expect([await rowsIn('spans', ours), await costOf(ours)]).toEqual([1, '2']);
  });

  it('end too where the project says so', async () => {
    await store.put(ours, { spans: [call(50), call(40), call(2)] });
    await keeper.pass();
    await keep({ [ours]: { spans: 30, rollups: 45 } });
    expect(await costOf(ours)).toBe('2');
    expect(await retention.spansFrom(ours)).toBe(ago(40) + 3_600_000_000_000n);
    await keep({ [ours]: { spans: 30, rollups: 30 } });
    expect(await costOf(ours)).toBe('1');
  });
});

describe('a preview', () => {
  it('tells what of the project would be removed', async () => {
    await store.put(theirs, { spans: [call(40)] });
    await store.put(ours, {
      spans: [call(40), call(40), call(35), call(2)],
      scores: [aScore({ timeNs: ago(9) })],
    });
    const found = await retention.preview(ours, retentionOf({ spans: 30, scores: 7 }, BUILT_IN));
    expect(found).toEqual([
      { kind: 'spans', rows: 3, days: 2, firstDay: '2026-02-19', bytes: expect.any(Number) },
      { kind: 'payloads', rows: 3, days: 2, firstDay: '2026-02-19', bytes: expect.any(Number) },
      { kind: 'scores', rows: 1, days: 1, firstDay: '2026-03-22', bytes: expect.any(Number) },
    ]);
    for (const { bytes } of found) expect(bytes).toBeGreaterThan(0);
    expect(await retention.preview(ours, BUILT_IN)).toEqual([]);
  });
});
