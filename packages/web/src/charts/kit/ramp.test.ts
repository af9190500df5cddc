import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tokenIn } from '../testing/tokens.ts';
import { contrast, hexOf } from './color.ts';
import { RAMP_STEPS, rampOf, textOnRamp } from './ramp.ts';

const tokenNamed = (css: string) => css.slice('var('.length, -1);

test('text on every step of the ramp can be read in both themes', () => {
  for (const theme of ['light', 'dark'] as const)
    for (let step = 1; step <= RAMP_STEPS; step++) {
      const cell = tokenIn(theme, `--ramp-${step}`);
      const text = tokenIn(theme, tokenNamed(textOnRamp(step)));
      expect(contrast(cell, text), `${theme} ${step}`).toBeGreaterThanOrEqual(4.5);
    }
});

test('more stands out more from the surface, in both themes', () => {
  for (const theme of ['light', 'dark'] as const) {
    const steps = Array.from({ length: RAMP_STEPS }, (_, at) =>
      contrast(tokenIn(theme, `--ramp-${at + 1}`), tokenIn(theme, '--surface')),
    );
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
  }
});

test('a ramp goes up with its values, from the first step to the last', () => {
  const amount = fc.double({ min: 1e-6, max: 1e15, noNaN: true });
  fc.assert(
    fc.property(fc.array(amount, { minLength: 2 }), fc.boolean(), (values, log) => {
      const sorted = [...values].sort((a, b) => a - b);
      const [least = 0, most = 0] = [sorted[0], sorted.at(-1)];
      const { stepOf } = rampOf(least, most, { log });
      const steps = sorted.map(stepOf);
      expect(steps).toEqual([...steps].sort((a, b) => a - b));
      expect(steps.at(-1)).toBe(RAMP_STEPS);
      expect(steps[0]).toBe(least === most ? RAMP_STEPS : 1);
    }),
    { examples: [[[1e15, 1e15 + 0.125, 1e15 + 0.25], true]] },
  );
});

test('equal factors are equal steps where counts span decades', () => {
  const { stepOf } = rampOf(1, 1e9, { log: true });
  expect([1, 10, 100, 1e8].map(stepOf)).toEqual([1, 2, 3, 9]);
});

test('colours of tokens are told as every viewer knows them', () => {
  expect(hexOf('oklch(1 0 0)')).toBe('#ffffff');
  expect(hexOf('oklch(0.628 0.2577 29.23)')).toBe('#ff0000');
  expect(hexOf('#4269d0')).toBe('#4269d0');
  expect(hexOf('oklch(0.25 0.015 255 / 0.28)')).toBe('oklch(0.25 0.015 255 / 0.28)');
});
