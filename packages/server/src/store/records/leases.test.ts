import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeClock } from '../../testing/fake-clock.ts';
import {
  embeddedRecords,
  postgresReachable,
  postgresRecords,
  type TestRecords,
} from '../../testing/test-records.ts';
import { createLeases } from './leases.ts';

const DRIVERS: [name: string, available: boolean, open: () => Promise<TestRecords>][] = [
  ['PGlite', true, embeddedRecords],
  ['PostgreSQL', await postgresReachable(), postgresRecords],
];

describe.each(DRIVERS.filter(([, available]) => available))('leases in %s', (_, __, open) => {
  let store: TestRecords;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.dispose());

  it('are had by one process at a time, for as long as it says so', async () => {
    const clock = fakeClock();
    const [one, other] = ['one', 'other'].map((holder) => createLeases(store.records, clock, holder));
    const first = await Promise.all([one, other].map((each) => each?.hold('a', 1_000)));
    expect(first.filter(Boolean)).toHaveLength(1);
    const [winner, loser] = first[0] ? [one, other] : [other, one];
    clock.advance(900);
    expect(await winner?.hold('a', 1_000)).toBe(true);
    clock.advance(900);
    expect([await loser?.hold('a', 1_000), await loser?.hold('b', 1_000)]).toEqual([false, true]);
    clock.advance(200);
    expect([await loser?.hold('a', 1_000), await winner?.hold('a', 1_000)]).toEqual([true, false]);
  });

  it('let work be done by one after the other, also after one that failed', async () => {
    const clock = fakeClock();
    let atWork = 0;
    const work = (holder: string, fails = false) =>
      createLeases(store.records, clock, holder).alone('work', async () => {
        expect(++atWork).toBe(1);
        await new Promise(setImmediate);
        atWork -= 1;
        if (fails) throw new Error('failed');
        return holder;
      });
    const outcomes = await Promise.allSettled([work('x', true), work('y'), work('z')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  });

  it('leave work undone that another process is at, and not what nobody is at any more', async () => {
    const clock = fakeClock();
    const [one, other] = ['one', 'other'].map((holder) => createLeases(store.records, clock, holder));
    const done: string[] = [];
    await one?.ifFree('free', async () => {
      done.push('one');
      await other?.ifFree('free', async () => void done.push('other'));
    });
    expect(done).toEqual(['one']);
    await other?.ifFree('free', async () => void done.push('other'));
    expect(done).toEqual(['one', 'other']);
  });

  it('are waited for no longer than the one who asks wants to', async () => {
    const clock = fakeClock();
    const [holder, waiting] = ['holder', 'waiting'].map((name) => createLeases(store.records, clock, name));
    expect(await holder?.hold('taken', 1_000)).toBe(true);
    const ended = new AbortController();
    const work = waiting?.alone('taken', () => Promise.reject(new Error('it was done')), ended.signal);
    ended.abort(new Error('ended'));
    await expect(work).rejects.toThrow('ended');
  });
});
