import { questionSchema } from '@pharos/core/question';
import { expect, test } from 'vitest';
import { fakeClock } from '../../../testing/fake-clock.ts';
import { aModelCall, aScore } from '../../../testing/spans.ts';
import { scopeTo } from '../../scope.ts';
import { openFilledStore } from '../read/testing/filled-store.ts';
import { RollupKeeper } from '../rollups/keeper.ts';
import { TABLES } from '../schema.ts';
import { createTelemetryErasure } from './erasure.ts';
import { NOTHING_OF_USERS, PLACES } from './places.ts';

const OURS = scopeTo('ours');
const THEIRS = scopeTo('theirs');
const MARKER = 'the secret of ada';

test.each([
  ['embedded', undefined],
  // In many portions, of which rows are marked first.
  ['sharded', 2],
] as const)(
  'erases a user where rows lie %s',
  async (kind, most) => {
    const store = await openFilledStore(fakeClock('2026-09-21T20:00:00Z'), { engine: kind });
    const { driver } = store;
    const erasure = createTelemetryErasure(driver, most);
    const call = (traceId: string, spanId: string, facts = {}) =>
      aModelCall({ traceId, spanId, input: { text: `${MARKER} in ${spanId}` }, ...facts });
    const ada = { userId: 'ada' };
    const bob = { userId: 'bob', input: { text: 'of bob' } };
    for (const project of [OURS, THEIRS]) {
      // As a span is written before its trace names the user.
      await store.put(project, { spans: [call('t1', 's1')] });
      await store.put(project, {
        spans: [
          call('t1', 's1', { ...ada, sessionId: 'own' }),
          call('t1', 's2', { ...ada, sessionId: 'own' }),
          call('t2', 's3', { sessionId: 'own' }),
          call('both', 's4', { ...ada, sessionId: 'shared' }),
          call('both', 's5', { ...bob, sessionId: 'shared' }),
          call('both', 's6'),
          call('t3', 's7', { ...bob, sessionId: 'shared' }),
          call('t4', 's8', { sessionId: 'shared', input: { text: 'of nobody' } }),
        ],
        scores: [
          aScore({ scoreId: 'on t1', traceId: 't1' }),
          aScore({ scoreId: 'on own', traceId: '', sessionId: 'own' }),
          aScore({ scoreId: 'by ada', traceId: 't3', author: 'ada', source: 'feedback' }),
          aScore({ scoreId: 'on t3', traceId: 't3' }),
          aScore({ scoreId: 'on s5', traceId: 'both', spanId: 's5' }),
          aScore({ scoreId: 'on s6', traceId: 'both', spanId: 's6' }),
        ],
      });
    }
    const park = (traceId: string, spanId: string, told: object) =>
      driver.command(
        `INSERT INTO span_patches (project_id, trace_id, span_id, time, patch)
SELECT 'ours', {traceId:String}, {spanId:String}, now64(9), {told:String}`,
        { traceId, spanId, told: JSON.stringify(told) },
      );
    await park('unseen', 'u1', { userId: 'ada' });
    await park('unseen', 'u2', { output: { text: MARKER } });
    await park('t3', 's7', { userId: 'bob', tags: ['ada'] });
    await park('t3', 's9', { userId: 'ada' });
    await park('t4', 's8', { tags: ['ada'] });
    const keeper = new RollupKeeper({
      ...{ driver, quietMs: 0 },
      onError(error) {
        throw error;
      },
    });
    await keeper.pass();
    const whose = { project: OURS, ids: ['ada', 'pu-ada'] };
    const found = async () =>
      Object.fromEntries(
        (await erasure.count(whose))
          .filter(({ count }) => count > 0)
          .map(({ place, count }) => [place, count]),
      );
    const before = await found();
    expect(before).toEqual({
      payloads: 5,
      scores: 4,
      rollups: expect.any(Number),
      user_activity: 1,
      user_index: 1,
      span_patches: 3,
      trace_index: 2,
      spans: 5,
    });
    const rows = async (table: string, where = '1') =>
      Number(
        (
          await driver.query<{ n: string }>(
            `SELECT count() AS n FROM ${table} WHERE project_id = {p:String} AND ${where}`,
            {
              p: OURS,
            },
          )
        )[0]?.n,
      );
    const theirs = await erasure.count({ ...whose, project: THEIRS });
    const question = questionSchema.parse({
      metrics: ['cost'],
      from: '2026-09-01T00:00:00Z',
      to: '2026-10-01T00:00:00Z',
    });
    const costs = await store.reader.ask(OURS, question);
    expect(costs.series[0]?.totals.cost).toBeGreaterThan(0);
    await erasure.remove(whose, undefined, new AbortController().signal);
    expect(await found()).toEqual({});
    expect(await erasure.count({ ...whose, project: THEIRS })).toEqual(theirs);
    expect([await rows('spans FINAL'), await rows('payloads FINAL'), await rows('scores FINAL')]).toEqual([
      3, 3, 2,
    ]);
    expect(await rows('span_patches FINAL')).toBe(2);
    expect(await rows('payloads', `position(input, '${MARKER}') > 0`)).toBe(0);
    const marks = await driver.query(
      `SELECT table FROM system.parts WHERE active AND has_lightweight_delete`,
    );
    expect(marks).toEqual([]);
    // What is summed up tells of nobody, and stays.
    expect(await store.reader.ask(OURS, question)).toEqual(costs);
    const byUser = await store.reader.ask(OURS, { ...question, dimensions: ['user'] });
    expect(byUser.series.map(({ group }) => group)).toEqual([[''], ['bob']]);
    await keeper.stop();
    await store.close();
  },
  60_000,
);

test('every table of the schema says what it holds of users', () => {
  const said = new Set([...PLACES.map(({ table }) => table), ...Object.keys(NOTHING_OF_USERS)]);
  expect(TABLES.map(({ name }) => name).filter((name) => !said.has(name))).toEqual([]);
});
