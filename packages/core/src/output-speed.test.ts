import { expect, test } from 'vitest';
import { outputSpeed } from './output-speed.ts';

const call = (durationMs: number, timeToFirstTokenMs: number | null, output: number, reasoning = 0) =>
  outputSpeed({ usage: { output, reasoning }, durationMs, timeToFirstTokenMs });

test.each([
  ['the tokens after the first, over the time since that came', call(1500, 500, 101), 100],
  ['all tokens over the whole call, where no first one is reported', call(2000, null, 100), 50],
  ['and where there is reasoning, which may have gone before', call(10_000, 9_000, 100, 1900), 200],
])('the speed of output is %s', (_, speed, expected) => {
  expect(speed).toBe(expected);
});

test.each([
  ['was sent at once at the end of the call', call(20_000, 19_999.99, 800)],
  ['began to be sent when nearly all of the call was over', call(20_000, 19_100, 800)],
  ['came out of a cache', call(3, null, 800)],
  ['is a single token', call(700, 500, 1)],
  ['has no tokens', call(700, 500, 0)],
  ['began after its end, by another clock', call(700, 900, 80)],
])('nothing is known of an answer that %s', (_, speed) => {
  expect(speed).toBeUndefined();
});
