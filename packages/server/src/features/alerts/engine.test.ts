import type { Answer } from '@pharos/core/question';
import type { KyselyPlugin } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Records } from '../../store/records/tables.ts';
import { type FakeClock, fakeClock } from '../../testing/fake-clock.ts';
import {
  embeddedRecords,
  postgresReachable,
  postgresRecords,
  type TestRecords,
} from '../../testing/test-records.ts';
import { IncidentSweep } from './incident-sweep.ts';
import { anAlertProcess, aWatchedProject } from './testing/engine.ts';

const DRIVERS: [name: string, available: boolean, open: () => Promise<TestRecords>][] = [
  ['PGlite', true, embeddedRecords],
  ['PostgreSQL', await postgresReachable(), postgresRecords],
];
const MINUTE = 60_000;
/** Longer than anybody holds what he has taken. */
const LEASES_END = 3 * MINUTE;

describe.each(DRIVERS.filter(([, available]) => available))('alerts on %s', (driver, _, open) => {
  let store: TestRecords;
  let clock: FakeClock;
  let errors: unknown[];
  /** The share of errors that whoever asks is told. */
  let rate: number;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.dispose());
  beforeEach(() => {
    clock = fakeClock();
    errors = [];
    rate = 0;
  });

  const answer = (): Answer => ({
    ...{ from: '', to: '' },
    series: [{ group: [], other: false, totals: { requests: 100, errorRate: rate }, exact: {} }],
  });
  /** A process on records that may fail. */
  const aProcess = (records: Records = store.records) =>
    anAlertProcess({ records, clock, answer, onError: (error) => errors.push(error) });
  const aProject = async () => (await aWatchedProject({ records: store.records, clock })).projectId;
  const incidentsOf = (projectId: string) =>
    store.records.selectFrom('incidents').selectAll().where('projectId', '=', projectId).execute();
  const toldTo = async (projectId: string) => {
    const rows = await store.records
      .selectFrom('deliveries')
      .selectAll()
      .where('projectId', '=', projectId)
      .orderBy('id')
      .execute();
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
    return rows.map(({ notice }) => notice.reason);
  };

  it('that two processes look at have one incident, told once', async () => {
    const projectId = await aProject();
    const [a, b] = [aProcess(), aProcess()];
    for (const now of [0, 0.9, 0.9, 0]) {
      rate = now;
      clock.advance(MINUTE);
      await Promise.all([a.look(), b.look()]);
    }
    clock.advance(LEASES_END);
    await a.look();
    expect(await incidentsOf(projectId)).toMatchObject([{ endedAt: expect.any(Date) }]);
    expect(await toldTo(projectId)).toEqual(['opened', 'ended']);
    expect(errors).toEqual([]);
  });

  it('lose and double nothing, whichever statement of theirs fails', async () => {
    // Statements of each course differ by nothing but where they fail: the first that does not fail is the last.
    const step = driver === 'PGlite' ? 1 : 4;
    for (let failing = 1, failed = true; failed; failing += step) {
      const projectId = await aProject();
      let statements = 0;
      failed = false;
      const plugin: KyselyPlugin = {
        transformQuery: ({ node }) => node,
        async transformResult({ result }) {
          // It was done, and whoever did it never hears of it.
          if (++statements === failing) {
            failed = true;
            throw new Error('the connection broke');
          }
          return result;
        },
      };
      const broken = aProcess(store.records.withPlugin(plugin));
      // Each lasts longer than a process that died holds what it had taken.
      for (const now of [0.9, 0.9, 0.9, 0.9, 0, 0]) {
        rate = now;
        clock.advance(MINUTE);
        await broken.look();
      }
      // Whoever comes after goes on with what is left.
      const next = aProcess();
      for (const _ of [1, 2]) {
        clock.advance(LEASES_END);
        await next.look();
      }
      expect(await incidentsOf(projectId)).toMatchObject([{ endedAt: expect.any(Date) }]);
      expect(await toldTo(projectId)).toEqual(['opened', 'ended']);
      await store.records.deleteFrom('projects').where('id', '=', projectId).execute();
    }
    expect(errors.length).toBeGreaterThan(20 / step);
  }, 120_000);

  it('that were not looked at for a day say how it stands now, and nothing of what nobody saw', async () => {
    const projectId = await aProject();
    clock.advance(MINUTE);
    await aProcess().look();
    clock.advance(24 * 60 * MINUTE);
    rate = 0.9;
    await aProcess().look();
    expect(await incidentsOf(projectId)).toMatchObject([{ endedAt: null }]);
    expect(await toldTo(projectId)).toEqual(['opened']);
  });

  it('forget what ended more than 400 days ago, with what happened to it, and nothing that is open', async () => {
    const [old, open] = [await aProject(), await aProject()];
    const swept = () =>
      new IncidentSweep({
        ...{ records: store.records, clock },
        onError: (error) => errors.push(error),
      }).look();
    const known = async (projectId: string) => {
      const incidents = await incidentsOf(projectId);
      const ids = incidents.map(({ id }) => id);
      const events = await store.records
        .selectFrom('incidentEvents')
        .select('id')
        .where('incidentId', 'in', ['', ...ids])
        .execute();
      return [incidents.length, events.length > 0];
    };
    const openedAt = new Date(clock.nowMs());
    const about = { ruleId: 'gone', openedAt, rule: '{}', labels: '{}', course: '{}' };
    const many = Array.from({ length: 1_200 }, (_, i) => ({
      ...{ ...about, id: `${old} ${i}`, projectId: old, groupKey: `["${i}"]`, endedAt: openedAt },
    }));
    await store.records.insertInto('incidents').values(many).execute();
    await store.records
      .insertInto('incidentEvents')
      .values({ incidentId: `${old} 0`, kind: 'ended', at: openedAt, data: '{}' })
      .execute();
    await store.records
      .insertInto('incidents')
      .values({ ...about, id: open, projectId: open, groupKey: '[]', endedAt: null })
      .execute();
    clock.advance(400 * 24 * 60 * MINUTE);
    await swept();
    expect(await known(old)).toEqual([1_200, true]);
    clock.advance(MINUTE);
    await swept();
    expect(await known(old)).toEqual([0, false]);
    expect(await known(open)).toEqual([1, false]);
    expect(errors).toEqual([]);
  });

  it('are told with the address of the page of each', async () => {
    const projectId = await aProject();
    clock.advance(MINUTE);
    rate = 0.9;
    await aProcess().look();
    const [incident] = await incidentsOf(projectId);
    const told = await store.records
      .selectFrom('deliveries')
      .select('notice')
      .where('projectId', '=', projectId)
      .execute();
    const url = `https://pharos.example/p/${projectId}/alerts`;
    expect(told).toMatchObject([
      { notice: { url, incidents: [{ url: `${url}/incidents/${incident?.id}` }] } },
    ]);
  });
});
