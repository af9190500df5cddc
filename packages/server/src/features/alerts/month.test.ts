import type { Answer } from '@pharos/core/question';
import { expect, test } from 'vitest';
import { fakeClock } from '../../testing/fake-clock.ts';
import { aMortal, Dead } from '../../testing/mortal.ts';
import { embeddedRecords } from '../../testing/test-records.ts';
import { Courier } from '../channels/courier.ts';
import type { Send } from '../channels/sender.ts';
import { anAlertProcess, aWatchedProject } from './testing/engine.ts';

const MINUTE = 60_000;
/** From one look to the next. */
const STEP = 240 * MINUTE;
const STEPS = 30 * 6;
const AGENTS = ['planner', 'coder', 'support'];
/** Longer than anybody holds what he has taken. */
const LEASES_END = 5 * MINUTE;

/** The same numbers in [0, 1) for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Whether each agent fails, step by step: episodes of some steps, with some between them. */
function episodes(seed: number): boolean[][] {
  const random = randomOf(seed);
  return AGENTS.map(() => {
    const steps: boolean[] = [];
    while (steps.length < STEPS) {
      const [well, bad] = [2 + Math.floor(random() * 12), 1 + Math.floor(random() * 4)];
      steps.push(...Array.from({ length: well }, () => false), ...Array.from({ length: bad }, () => true));
    }
    return [...steps.slice(0, STEPS - 2), false, false];
  });
}

/** At which of its statements a process dies, before it is made or after; or when it has sent something and nobody knows. */
type Death = number | 'sent';

/**
 * A month in which agents fail by turns, looked at every four hours: first by a process that may die at any of its steps, then, when
 * what that one held is free again, by one that lives. What receivers were told, and what the outbox says of it.
 */
async function lived(seed: number, dies: () => Death | undefined) {
  const store = await embeddedRecords();
  const clock = fakeClock('2026-03-01T00:00:00Z');
  const course = episodes(seed);
  let nth = 0;
  const answer = (): Answer => ({
    ...{ from: '', to: '' },
    series: AGENTS.map((agent, i) => ({
      ...{ group: [agent], other: false, exact: {} },
      totals: { requests: 100, errorRate: course[i]?.[nth] ? 0.9 : 0 },
    })),
  });
  const unexpected: unknown[] = [];
  const onError = (error: unknown) => {
    if (!(error instanceof Dead)) unexpected.push(error);
  };
  const sent: { key: string; channel: string; nth: number; told: string }[] = [];
  const look = async (death?: Death) => {
    const process = aMortal(store.records, death === 'sent' ? undefined : death);
    const { records } = process;
    const send: Send = async (notice, channel) => {
      const incidents = notice.incidents.map(({ title, isOpen }) => `${title} ${isOpen ? 'fires' : 'ended'}`);
      const told = `${notice.reason}: ${incidents.sort().join(', ')}`;
      sent.push({ key: notice.key, channel: channel.id, nth, told });
      if (death === 'sent') process.die();
      return { result: 'delivered' };
    };
    await anAlertProcess({ records, clock, answer, onError }).look();
    const courier = new Courier({ records, send, clock, random: () => 0.5, onError, limits: { graceMs: 0 } });
    courier.wake();
    await courier.settle();
    await courier.close();
  };
  try {
    const { projectId, channels } = await aWatchedProject(
      { records: store.records, clock },
      {
        rule: { everySeconds: 14_400, noData: 'keep' },
        watch: { by: ['agent'], windowSeconds: 14_400 },
        policy: { groupBy: ['agent'], repeatSeconds: 0, intervalSeconds: 10 },
        after: [0, 8 * 3600],
      },
    );
    for (nth = 0; nth < STEPS; nth++) {
      await look(dies());
      clock.advance(LEASES_END);
      await look();
      clock.advance(STEP - LEASES_END);
    }
    const [incidents, deliveries] = await Promise.all([
      store.records.selectFrom('incidents').selectAll().where('projectId', '=', projectId).execute(),
      store.records.selectFrom('deliveries').selectAll().where('projectId', '=', projectId).execute(),
    ]);
    return { course, sent, incidents, deliveries, unexpected, channels };
  } finally {
    await store.dispose();
  }
}

/** What each channel was told at which step, a repeat left out. */
const toldOnce = ({ sent, channels }: Awaited<ReturnType<typeof lived>>): string[] => {
  const first = new Map(sent.map((each) => [`${each.key} ${each.channel}`, each] as const).reverse());
  return [...first.values()]
    .map(({ nth, channel, told }) => `${nth} ${channels.indexOf(channel)} ${told}`)
    .sort();
};
const episodesIn = (course: readonly boolean[][]): number =>
  course.flatMap((steps) => steps.filter((bad, at) => bad && !steps[at - 1])).length;

test('a month of incidents is told alike by processes that die at any step: none is lost, and a repeat has its key and is counted', async () => {
  const seed = 20_260_301;
  console.log(`seed ${seed}`);
  const random = randomOf(seed + 1);
  const calm = await lived(seed, () => undefined);
  // Every second time somebody dies, early or late.
  const rough = await lived(seed, () => {
    if (random() < 0.5) return undefined;
    return random() < 0.3 ? 'sent' : 1 + Math.floor(random() * 60);
  });

  for (const month of [calm, rough]) {
    expect(month.unexpected).toEqual([]);
    expect(month.incidents).toHaveLength(episodesIn(month.course));
    expect(month.incidents.filter(({ endedAt }) => endedAt === null)).toEqual([]);
    expect(month.deliveries.filter(({ state }) => state !== 'delivered')).toEqual([]);
    const repeats = month.sent.length - month.deliveries.length;
    const counted = month.deliveries.reduce((sum, { maybeRepeated }) => sum + maybeRepeated, 0);
    expect(repeats).toBeLessThanOrEqual(counted);
  }
  expect(toldOnce(rough)).toEqual(toldOnce(calm));
  expect(calm.sent).toHaveLength(calm.deliveries.length);
  // The window between sending and noting was met.
  expect(rough.sent.length).toBeGreaterThan(rough.deliveries.length);
  expect(episodesIn(calm.course)).toBeGreaterThan(30);
}, 180_000);
