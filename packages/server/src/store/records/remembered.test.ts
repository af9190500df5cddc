import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type FakeClock, fakeClock } from '../../testing/fake-clock.ts';
import { type Remembered, remember } from './remembered.ts';

interface Row {
  version: number;
}

let clock: FakeClock;
let rows: Map<string, Row>;
let looked: string[];
/** Look-ups wait for it. */
let gate: Promise<void>;
let known: Remembered<Row>;
beforeEach(() => {
  clock = fakeClock();
  rows = new Map([['a', { version: 1 }]]);
  looked = [];
  gate = Promise.resolve();
  known = remember(clock, async (key) => {
    looked.push(key);
    const row = rows.get(key);
    await gate;
    return row;
  });
});

/** Look-ups that begin from now on hang until the gate is opened or broken. */
function hold() {
  let open = () => {};
  let fail = () => {};
  gate = new Promise((resolve, reject) => {
    open = resolve;
    fail = () => reject(new Error('the records are down'));
  });
  gate.catch(() => undefined);
  return { open, fail };
}

describe('what is remembered', () => {
  it('is looked up once for all who ask at the same time, and again after 30 seconds', async () => {
    expect(await Promise.all([known.of('a'), known.of('a')])).toEqual([{ version: 1 }, { version: 1 }]);
    clock.advance(29_999);
    await known.of('a');
    expect(looked).toEqual(['a']);
    clock.advance(1);
    rows.set('a', { version: 2 });
    expect(await known.of('a')).toEqual({ version: 2 });
  });

  it('also is that there is nothing', async () => {
    expect(await known.of('x')).toBeUndefined();
    expect(await known.of('x')).toBeUndefined();
    expect(looked).toEqual(['x']);
    rows.delete('a');
    expect(await known.of('a')).toBeUndefined();
  });

  it('is not pushed out by keys that are made up', async () => {
    await known.of('a');
    for (let n = 0; n < 12_000; n++) await known.of(`made up ${n}`);
    looked = [];
    await known.of('a');
    expect(looked).toEqual([]);
  });
});

describe('a change', () => {
  it('does not fail those who wait, and what they hear is not remembered', async () => {
    const { open } = hold();
    const before = known.of('a');
    rows.delete('a');
    known.forget();
    gate = Promise.resolve();
    expect(await known.of('a')).toBeUndefined();
    open();
    expect(await before).toEqual({ version: 1 });
    expect(await known.of('a')).toBeUndefined();
  });

  it('of one key leaves the others alone', async () => {
    rows.set('b', { version: 1 });
    await Promise.all([known.of('a'), known.of('b')]);
    known.forget('a');
    await Promise.all([known.of('a'), known.of('b')]);
    expect(looked).toEqual(['a', 'b', 'a']);
  });
});

describe('while the records do not answer', () => {
  const goDown = () => hold().fail();

  it('what they said before holds for ten minutes', async () => {
    await known.of('a');
    goDown();
    clock.advance(9 * 60_000);
    expect(await known.of('a')).toEqual({ version: 1 });
    clock.advance(60_001);
    await expect(known.of('a')).rejects.toThrow('down');
  });

  it('they are asked again every five seconds, and heard at once when they are back', async () => {
    await known.of('a');
    goDown();
    clock.advance(30_000);
    await known.of('a');
    await known.of('a');
    expect(looked).toHaveLength(2);
    gate = Promise.resolve();
    rows.set('a', { version: 2 });
    clock.advance(5_000);
    expect(await known.of('a')).toEqual({ version: 2 });
  });

  it('nobody waits long for them who can have an old answer', async () => {
    await known.of('a');
    hold();
    clock.advance(30_000);
    vi.useFakeTimers();
    const answer = known.of('a');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await answer).toEqual({ version: 1 });
    vi.useRealTimers();
  });

  it('nothing is said of keys that are not known: neither that they are right nor that they are wrong', async () => {
    goDown();
    await expect(known.of('a')).rejects.toThrow('down');
    await expect(known.of('x')).rejects.toThrow('down');
  });

  it('what was forgotten is not said again', async () => {
    await known.of('a');
    known.forget('a');
    goDown();
    await expect(known.of('a')).rejects.toThrow('down');
  });
});
