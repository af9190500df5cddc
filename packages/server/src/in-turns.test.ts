import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { inTurns } from './in-turns.ts';

function* busy(ms: number): Generator<void, string> {
  const end = performance.now() + ms;
  while (performance.now() < end) yield;
  return 'done';
}

it('work in turns lets others have theirs, and comes to its end', async () => {
  let others = 0;
  const counting = (async () => {
    for (; others < 3; others += 1) await setImmediate();
  })();
  expect(await inTurns(busy(60), new AbortController().signal)).toBe('done');
  await counting;
  expect(others).toBe(3);
});

it('work in turns ends when nobody waits for it any more', async () => {
  const left = new AbortController();
  const work = inTurns(busy(60_000), left.signal);
  left.abort(new Error('gone'));
  await expect(work).rejects.toThrow('gone');
});
