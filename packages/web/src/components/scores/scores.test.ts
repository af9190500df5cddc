import type { ApiScoreConfig } from '@pharos/core/api/score-configs';
import type { Answer, Series } from '@pharos/core/question';
import { describe, expect, it } from 'vitest';
import { configFor, EMPTY_FORM, judgementOfForm, type ScoreForm } from './form.ts';
import { summaryOf, yesShare } from './score-summary.ts';

const config = (facts: Partial<ApiScoreConfig>): ApiScoreConfig => ({
  id: 'c1',
  name: 'stars',
  type: 'numeric',
  min: 1,
  max: 5,
  categories: [],
  description: '',
  archived: false,
  createdAt: '',
  updatedAt: '',
  ...facts,
});
const form = (facts: Partial<ScoreForm>): ScoreForm => ({ ...EMPTY_FORM, name: 'tone', ...facts });

describe('the form of a score', () => {
  it('sends what was typed as its type has it', () => {
    const sent = (facts: Partial<ScoreForm>, of?: ApiScoreConfig) => judgementOfForm(form(facts), of);
    expect(sent({ value: ' 0,5 ' })).toEqual({ name: 'tone', type: 'numeric', value: 0.5 });
    expect(sent({ type: 'boolean', value: 'false', comment: ' why ' })).toEqual({
      name: 'tone',
      type: 'boolean',
      value: false,
      comment: 'why',
    });
    expect(sent({ type: 'categorical', value: '友好' })).toMatchObject({ value: '友好' });
    expect(sent({ name: 'stars', value: '5' }, config({}))).toMatchObject({ value: 5, configId: 'c1' });
  });

  it('sends nothing while it says nothing that counts', () => {
    for (const facts of [{ value: '' }, { value: 'many' }, { name: ' ', value: '1' }]) {
      expect(judgementOfForm(form(facts), undefined)).toBeUndefined();
    }
    expect(judgementOfForm(form({ name: 'stars', value: '6' }), config({}))).toBeUndefined();
  });

  it('is held to the config of its name: one in force, and no other of the same name', () => {
    const stars = config({});
    expect(configFor([stars], ' stars ')).toBe(stars);
    expect(configFor([config({ archived: true })], 'stars')).toBeUndefined();
    expect(configFor([stars, config({ id: 'c2' })], 'stars')).toBeUndefined();
  });
});

const series = (name: string, label: string, scores: number, scoreAvg: number | null): Series => ({
  group: [name, label],
  other: false,
  totals: { scores, scoreAvg },
  exact: {},
});

describe('what scores say together', () => {
  it('is an average of numbers, a share of yes, or the labels most often given', () => {
    const answer: Answer = {
      from: '',
      to: '',
      series: [
        series('helpfulness', '', 10, 0.8),
        series('thumb', 'true', 3, 1),
        series('thumb', 'false', 1, 0),
        series('tone', 'rude', 1, null),
        series('tone', 'kind', 2, null),
        series('why', '', 2, null),
        { ...series('', '', 99, 0.1), other: true },
      ],
    };
    const [helpfulness, thumb, tone, why, ...rest] = summaryOf(answer);
    expect(rest).toEqual([]);
    expect(helpfulness).toEqual({
      name: 'helpfulness',
      count: 10,
      numbers: { count: 10, average: 0.8 },
      labels: [],
    });
    expect(thumb && yesShare(thumb)).toBe(0.75);
    expect(tone?.labels.map(({ label }) => label)).toEqual(['kind', 'rude']);
    expect(tone && yesShare(tone)).toBeUndefined();
    expect(why).toEqual({ name: 'why', count: 2, numbers: undefined, labels: [] });
  });
});
