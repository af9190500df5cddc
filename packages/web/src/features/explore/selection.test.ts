import type { Answer } from '@pharos/core/question';
import { describe, expect, it } from 'vitest';
import { NOTHING } from './address.ts';
import {
  differencesAsked,
  narrowings,
  rowsCompared,
  selectionOfPick,
  selectionOfRegion,
} from './selection.ts';

const NOON = Date.UTC(2026, 10, 26, 12);
const HOUR = 3_600_000;
const range = { from: '2026-11-25T12:00:00Z', to: '2026-11-26T12:00:00Z' };
const answer = (metric: string, points: (number | null)[]): Answer => ({
  ...range,
  series: [{ group: [], other: false, totals: {}, exact: {}, points: { [metric]: points } }],
});
const region = (metrics: string[], of?: Answer) => selectionOfRegion(metrics, of, NOON - HOUR, NOON);

describe('what a drag selects', () => {
  it('is all rows of the region for a metric that counts them', () => {
    expect(region(['requests'])).toEqual({
      from: '2026-11-26T11:00:00.000Z',
      to: '2026-11-26T12:00:00.000Z',
      filter: '',
    });
  });

  it('is those that failed where failures are shown', () => {
    expect(region(['errorRate']).filter).toBe('status:error');
    expect(region(['toolErrors']).filter).toBe('status:error');
    expect(region(['unpricedCalls']).filter).toBe('');
  });

  it('is those that took longer than usual where a latency is shown, whatever the spike', () => {
    const usual = [1210, 1180, null, 1234, 1190, 9000];
    expect(region(['latencyP95'], answer('latencyP95', usual)).filter).toBe('spanDuration:>=1.2s');
    expect(region(['ttftP95'], answer('ttftP95', [300, 310, 290])).filter).toBe('ttft:>=300ms');
    expect(region(['latencyP95'], undefined).filter).toBe('');
  });

  it('of several percentiles goes by the middle one', () => {
    const metrics = ['latencyP50', 'latencyP95', 'latencyP99'];
    expect(narrowings(metrics, answer('latencyP95', [500])).at(-1)).toEqual({
      kind: 'slow',
      filter: { field: 'spanDuration', op: '>=', values: [500] },
    });
  });
});

describe('what a click selects', () => {
  it('is a bucket and its group', () => {
    const state = { ...NOTHING, metrics: ['requestErrors'], dimensions: ['model'] };
    const picked = { fromMs: NOON - HOUR, toMs: NOON, group: ['gpt-4.1'] };
    expect(selectionOfPick(state, undefined, picked)).toEqual({
      from: '2026-11-26T11:00:00.000Z',
      to: '2026-11-26T12:00:00.000Z',
      filter: 'model:gpt-4.1 status:error',
    });
  });

  it('is what is as slow as a row of a heat map or slower, within the time that was selected before', () => {
    const selection = { from: range.from, to: range.to, filter: '' };
    const state = { metrics: ['requests'], dimensions: ['spanDuration'], selection };
    expect(selectionOfPick(state, undefined, { fromMs: 0, toMs: 1, group: ['5000'] })).toEqual({
      ...selection,
      filter: 'spanDuration:>=5s',
    });
  });

  it('is those without a value for a group that has none', () => {
    const state = { ...NOTHING, metrics: ['cost'], dimensions: ['user'] };
    expect(selectionOfPick(state, undefined, { group: [''] }).filter).toBe('-has:user');
  });
});

describe('what is asked of the server', () => {
  const state = {
    ...NOTHING,
    metrics: ['modelErrors'],
    filter: 'environment:production refund',
    comparing: true,
    selection: { from: '2026-11-26T11:00:00Z', filter: 'status:error' },
  };
  it('is the rows that the first metric counts, within the filters of the page', () => {
    expect(differencesAsked(state, range)).toEqual({
      over: 'modelCalls',
      filters: [{ field: 'environment', op: '=', values: ['production'] }],
      search: 'refund',
      ...range,
      selection: {
        from: '2026-11-26T11:00:00Z',
        filters: [{ field: 'status', op: '=', values: ['error'] }],
      },
    });
  });

  it('is nothing before something is selected, and nothing of scores', () => {
    expect(differencesAsked({ ...state, selection: { filter: '' } }, range)).toBeUndefined();
    expect(differencesAsked({ ...state, metrics: ['scoreAvg'] }, range)).toBeUndefined();
    expect(rowsCompared(['scoreTrueRate'])).toBeUndefined();
  });
});
