import type { Answer } from '@pharos/core/question';
import { type ReportInput, reportInputSchema } from '@pharos/core/reports/report';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { randomIds } from '../../ids.ts';
import type { Records } from '../../store/records/tables.ts';
import { scopeTo } from '../../store/scope.ts';
import { type FakeClock, fakeClock } from '../../testing/fake-clock.ts';
import { aMortal } from '../../testing/mortal.ts';
import {
  embeddedRecords,
  postgresReachable,
  postgresRecords,
  type TestRecords,
} from '../../testing/test-records.ts';
import { anOutbox } from '../channels/testing/outbox.ts';
import { ReportMaker } from './maker.ts';
import { insertReport } from './report-queries.ts';
import type { Sources } from './sources.ts';

const DRIVERS: [name: string, available: boolean, open: () => Promise<TestRecords>][] = [
  ['PGlite', true, embeddedRecords],
  ['PostgreSQL', await postgresReachable(), postgresRecords],
];
/** Longer than anybody has a report that he makes. */
const LEASE_ENDS_MS = 6 * 60_000;
const DAY = 86_400_000;

const nothing = () => Promise.reject(new Error('It is not asked for.'));
const NOWHERE: Omit<Sources, 'ask'> = {
  ...{ movers: nothing, forecast: nothing, errors: nothing, incidents: nothing, dashboard: nothing },
};
const answer: Answer = {
  ...{ from: '', to: '', bucketSeconds: 3600, buckets: [] },
  series: [
    { group: [], other: false, totals: { cost: 1 }, previous: { cost: 1 }, points: { cost: [] }, exact: {} },
  ],
};

describe.each(DRIVERS.filter(([, available]) => available))('reports on %s', (_, __, open) => {
  let store: TestRecords;
  let clock: FakeClock;
  let ask: Sources['ask'];
  let outbox: Awaited<ReturnType<typeof anOutbox>>;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.dispose());
  beforeEach(async () => {
    clock = fakeClock();
    ask = async () => answer;
    outbox = await anOutbox(store.records, () => new Date(clock.nowMs()));
  });

  const aMaker = (records: Records = store.records) =>
    new ReportMaker({
      ...{ records, clock, newId: () => randomIds.id(), publicUrl: 'https://pharos.example' },
      sources: { ...NOWHERE, ask: (...asked) => ask(...asked) },
      onSent: () => undefined,
      onError: () => undefined,
    });
  const keep = async (more: Partial<ReportInput> = {}) => {
    const report = reportInputSchema.parse({
      ...{ name: 'Daily', period: 'day', channels: [await outbox.aChannel()] },
      content: { of: 'sections', sections: [{ kind: 'figures', metrics: ['cost'] }] },
      ...more,
    });
    const by = { author: 'ada', at: new Date(clock.nowMs()) };
    await insertReport(store.records, scopeTo(outbox.projectId), randomIds.id(), report, by);
  };
  const runs = () =>
    store.records.selectFrom('reportRuns').selectAll().where('projectId', '=', outbox.projectId).execute();

  it('are made once and sent once, at whichever of its steps a process dies', async () => {
    for (let diesAt = 1, died = true; died; diesAt++) {
      outbox = await anOutbox(store.records, () => new Date(clock.nowMs()));
      await keep({ schedule: { every: 'day', at: '08:00' } });
      clock.advance(DAY);
      const process = aMortal(store.records, diesAt);
      await aMaker(process.records).look();
      died = process.isDead();
      clock.advance(LEASE_ENDS_MS);
      await aMaker().look();
      expect(await runs(), `died at ${diesAt}`).toMatchObject([{ state: 'done', sent: 1 }]);
      expect(await outbox.rows(), `died at ${diesAt}`).toMatchObject([
        { notice: { reason: 'report', title: expect.stringMatching(/^Daily · /) } },
      ]);
      if (!died) expect(diesAt).toBeGreaterThan(10);
      await store.records.deleteFrom('projects').where('id', '=', outbox.projectId).execute();
    }
  }, 120_000);

  it('are shared by many makers: each is made by one of them', async () => {
    for (let n = 0; n < 6; n++) await keep({ schedule: { every: 'day', at: '08:00' } });
    clock.advance(DAY);
    const makers = [aMaker(), aMaker(), aMaker()];
    await Promise.all(makers.map((maker) => maker.look()));
    await aMaker().look();
    expect((await runs()).map(({ state, attempts }) => [state, attempts])).toEqual(
      Array.from({ length: 6 }, () => ['done', 1]),
    );
    expect(await outbox.rows()).toHaveLength(6);
  });

  it('of a project that asks for many do not keep others waiting', async () => {
    const many = outbox.projectId;
    for (let n = 0; n < 3; n++) await keep({ name: `many ${n}`, schedule: { every: 'day', at: '08:00' } });
    outbox = await anOutbox(store.records, () => new Date(clock.nowMs()));
    await keep({ name: 'one', schedule: { every: 'day', at: '08:00' } });
    const asked: string[] = [];
    ask = async (project) => {
      asked.push(project === many ? 'many' : 'one');
      clock.advance(1000);
      return answer;
    };
    clock.advance(DAY);
    await aMaker().look();
    expect(asked.indexOf('one')).toBeLessThan(2);
    expect(asked).toHaveLength(4);
  });

  it('that end whoever makes them are given up after three', async () => {
    await keep({ schedule: { every: 'day', at: '08:00' } });
    clock.advance(DAY);
    for (let n = 0; n < 3; n++) {
      const process = aMortal(store.records);
      ask = async () => process.die();
      await aMaker(process.records).look();
      clock.advance(LEASE_ENDS_MS);
    }
    await aMaker().look();
    expect(await runs()).toMatchObject([
      { state: 'failed', error: 'It was begun 3 times and never ended.', sent: 0 },
    ]);
  });

  it('that cannot be asked say so in place of the section, and fail when nothing can', async () => {
    ask = async (_project, { metrics }) => {
      if (metrics.includes('cost')) throw new Error('secret');
      return answer;
    };
    await keep({
      schedule: { every: 'day', at: '08:00' },
      content: {
        of: 'sections',
        sections: [
          { kind: 'figures', metrics: ['cost'] },
          { kind: 'text', text: 'x' },
        ],
      },
    });
    await keep({ schedule: { every: 'day', at: '08:00' } });
    clock.advance(DAY);
    await aMaker().look();
    const [some, none] = (await runs()).sort((a) => (a.state === 'done' ? -1 : 1));
    expect(some?.made?.sections).toMatchObject([
      { kind: 'failed', reason: 'Something went wrong on the server.' },
      { kind: 'text' },
    ]);
    expect(none).toMatchObject({ state: 'failed', error: 'Something went wrong on the server.', sent: 0 });
  });
});
