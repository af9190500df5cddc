import { MARK_NAMES } from '@pharos/core/dashboards/marks';
import { FIELDS } from '@pharos/core/fields';
import { METRICS } from '@pharos/core/metrics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSearch, stringifySearch } from '../../url-state.ts';
import { fitted } from '../../widgets/asking/fit.ts';
import { defineChart } from '../../widgets/define.ts';
import { exploreSearch } from '../../widgets/explore-link.ts';
import {
  type ExploreState,
  exploreParams,
  isSelected,
  NOTHING,
  readExplore,
  writeExplore,
} from './address.ts';

const DIMENSIONS = FIELDS.filter(({ dimension }) => dimension).map(({ name }) => name);
const key = fc.string({ minLength: 1, maxLength: 12 }).map((text) => `attr.${text}`);
const some = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const moment = fc
  .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const filter = fc.constantFrom(
  '',
  'status:error',
  'model:"a, b" -has:tool refund',
  '50%+1 & more',
  'a=b?c#d',
);

const anyState: fc.Arbitrary<ExploreState> = fc
  .record({
    metrics: fc.array(fc.constantFrom(...METRICS.map(({ name }) => name)), { maxLength: 10 }),
    dimensions: fc.array(fc.oneof(fc.constantFrom(...DIMENSIONS), key), { maxLength: 4 }),
    filter,
    mark: some(fc.constantFrom(...MARK_NAMES)),
    compare: fc.boolean(),
    usual: fc.boolean(),
    limit: some(fc.integer({ min: 1, max: 1000 })),
    bucketSeconds: some(fc.integer({ min: 1, max: 604_800 })),
    comparing: fc.boolean(),
    selection: fc.record({ from: some(moment), to: some(moment), filter }),
  })
  .map((state) => ({
    ...state,
    ...fitted(state),
    comparing: state.comparing || isSelected(state.selection),
  }));

const throughAddress = (params: object) =>
  readExplore(exploreParams.parse(parseSearch(stringifySearch({ ...params }))));

describe('the address of Explore', () => {
  it('holds whatever the page shows', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        expect(throughAddress(writeExplore(state))).toEqual(state);
      }),
    );
  });

  it('asks what a widget asks', () => {
    const widget = defineChart({
      title: 'Cost',
      mark: 'line',
      metrics: ['cost'],
      dimensions: ['model', 'attr.a,b'],
      limit: 5,
      bucketSeconds: 3600,
      range: '7d',
      compare: true,
      options: { usual: true },
    });
    const search = exploreSearch(widget, 'status:error');
    expect(search.from).toBe('7d');
    expect(throughAddress(search)).toEqual({
      ...NOTHING,
      metrics: ['cost'],
      dimensions: ['model', 'attr.a,b'],
      filter: 'status:error',
      mark: 'line',
      compare: true,
      usual: true,
      limit: 5,
      bucketSeconds: 3600,
    });
  });

  it.each([
    ['unknown names', 'metrics=cost,nonsense&by=model,nothing', { metrics: ['cost'], dimensions: ['model'] }],
    [
      'what does not fit the first metric',
      'metrics=cost,scoreAvg&by=scoreLabel',
      { metrics: ['cost'], dimensions: [] },
    ],
    [
      'numbers that are none',
      'metrics=cost&limit=many&bucket=-1&mark=pie',
      { limit: undefined, bucketSeconds: undefined, mark: undefined },
    ],
    [
      'moments that are none',
      'metrics=cost&sel.from=yesterday',
      { comparing: false, selection: { filter: '' } },
    ],
  ])('leaves out %s', (_, text, expected) => {
    expect(readExplore(exploreParams.parse(parseSearch(text)))).toMatchObject(expected);
  });
});
