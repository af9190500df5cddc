import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SCORE_TYPES } from './score.ts';
import { configProblem, judge, type ScoreConfig } from './score-config.ts';

const config = (facts: Partial<ScoreConfig>): ScoreConfig => ({
  name: 'quality',
  type: 'numeric',
  min: null,
  max: null,
  categories: [],
  archived: false,
  ...facts,
});
const tone = config({
  name: 'tone',
  type: 'categorical',
  categories: [
    { value: 0, label: 'rude' },
    { value: 1, label: '友好' },
  ],
});

describe('a judgement', () => {
  it.each([
    [{ value: 0.5 }, { type: 'numeric', value: 0.5, label: '' }],
    [{ value: true }, { type: 'boolean', value: 1, label: '' }],
    [{ value: 'good' }, { type: 'categorical', value: undefined, label: 'good' }],
    [{ label: 'good' }, { type: 'categorical', value: undefined, label: 'good' }],
    [
      { value: 2, label: 'good' },
      { type: 'numeric', value: 2, label: 'good' },
    ],
    [
      { value: 2, label: 'good', type: 'categorical' as const },
      { type: 'categorical', value: 2, label: 'good' },
    ],
    [
      { value: 'good', type: 'text' as const },
      { type: 'text', value: undefined, label: 'good' },
    ],
    [
      { value: 0, type: 'boolean' as const },
      { type: 'boolean', value: 0, label: '' },
    ],
    [{}, 'quality needs a value or a label'],
    [{ value: 'x', type: 'numeric' as const }, 'quality needs a number as value'],
    [{ value: 2, type: 'boolean' as const }, 'quality needs true or false (or 1 or 0) as value'],
    [{ value: 2, type: 'text' as const }, 'quality needs a text as value or label'],
    [{ value: Number.NaN }, 'quality needs a value or a label'],
  ])('without a config: %j', (said, expected) => {
    expect(judge({ name: 'quality', ...said })).toEqual(expected);
  });

  it('is held to its config', () => {
    const stars = config({ min: 1, max: 5 });
    const rated = (value: number | boolean | string, of = stars) => judge({ name: of.name, value }, of);
    expect(rated(5)).toEqual({ type: 'numeric', value: 5, label: '' });
    expect(rated(5.1)).toBe('quality is at most 5');
    expect(rated(0)).toBe('quality is at least 1');
    expect(rated('good')).toBe('quality needs a number as value');
    expect(rated('友好', tone)).toEqual({ type: 'categorical', value: 1, label: '友好' });
    expect(rated('kind', tone)).toBe('tone is one of rude, 友好');
    expect(rated(1, config({ type: 'boolean' }))).toEqual({ type: 'boolean', value: 1, label: '' });
    expect(rated(1, config({ archived: true }))).toContain('archived');
    expect(judge({ name: 'other', value: 1 }, stars)).toContain('named "quality"');
    expect(judge({ name: 'quality', type: 'boolean', value: 1 }, stars)).toBe(
      'quality is numeric, not boolean',
    );
  });

  it('is of the type of its config and within its range, whatever is said', () => {
    const value = fc.oneof(fc.double(), fc.boolean(), fc.string(), fc.constantFrom('rude', '友好'));
    const configs = fc.constantFrom(
      tone,
      ...SCORE_TYPES.filter((type) => type !== 'categorical').map((type) =>
        config({ name: 'tone', type, ...(type === 'numeric' && { min: 0, max: 1 }) }),
      ),
    );
    fc.assert(
      fc.property(value, fc.option(fc.string(), { nil: undefined }), configs, (value, label, of) => {
        const judgement = judge({ name: 'tone', value, label }, of);
        if (typeof judgement === 'string') return judgement !== '';
        if (judgement.type !== of.type) return false;
        if (of.type === 'categorical')
          return of.categories.some(
            (each) => each.label === judgement.label && each.value === judgement.value,
          );
        if (of.type === 'text') return judgement.label !== '';
        return judgement.value !== undefined && judgement.value >= 0 && judgement.value <= 1;
      }),
    );
  });
});

describe('a score config', () => {
  it.each([
    [config({ min: 2, max: 1 }), 'min 2 is above max 1'],
    [config({ type: 'boolean', min: 0 }), 'a boolean config has no range'],
    [config({ categories: tone.categories }), 'a numeric config has no categories'],
    [config({ type: 'categorical' }), 'a categorical config needs categories'],
    [
      config({
        type: 'categorical',
        categories: [
          { value: 0, label: 'a' },
          { value: 1, label: 'a' },
        ],
      }),
      'the category "a" is there twice',
    ],
    [
      config({
        type: 'categorical',
        categories: [
          { value: 0, label: 'a' },
          { value: 0, label: 'b' },
        ],
      }),
      'two categories have the value 0',
    ],
    [config({ min: 1, max: 1 }), undefined],
    [tone, undefined],
  ])('says what is wrong with it: %#', (given, problem) => {
    expect(configProblem(given)).toBe(problem);
  });
});
