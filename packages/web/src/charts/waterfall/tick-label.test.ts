import { describe, expect, it } from 'vitest';
import { ticksOf } from './layout.ts';
import { tickLabel } from './tick-label.ts';

/** Labels of an axis with at most `most` steps, thin spaces as plain ones. */
const labels = (lengthMs: number, most: number) => {
  const { ticks, stepMs } = ticksOf({ fromMs: 0, toMs: lengthMs }, most);
  return ticks.map(({ ms }) =>
    tickLabel(ms, stepMs, 'en').replaceAll('\u2009', ' ').replaceAll('\u202f', ' '),
  );
};

describe('the axis of a waterfall', () => {
  it.each([
    [0.9, ['0 ms', '0.2 ms', '0.4 ms', '0.6 ms', '0.8 ms']],
    [240, ['0 ms', '50 ms', '100 ms', '150 ms', '200 ms']],
    [430, ['0 s', '0.1 s', '0.2 s', '0.3 s', '0.4 s']],
    [2_260, ['0 s', '0.5 s', '1 s', '1.5 s', '2 s']],
    [12_500, ['0 s', '5 s', '10 s']],
    [68_000, ['0 s', '15 s', '30 s', '45 s', '60 s']],
  ])('of %d ms counts in one unit, in short labels', (lengthMs, expected) => {
    expect(labels(lengthMs, 5)).toEqual(expected);
  });
});
