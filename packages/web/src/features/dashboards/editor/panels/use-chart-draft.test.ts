import { type ChartWidget, widgetSchema } from '@pharos/core/dashboards/dashboard';
import { expect, test } from 'vitest';
import { titleFor } from '../../../../widgets/asking/title.ts';
import { problemOf, withChange } from './use-chart-draft.ts';

const VIEW = { range: { fromMs: 0, toMs: 86_400_000 }, variables: [], values: {} };
function chart(over: object = {}): ChartWidget {
  const widget = widgetSchema.parse({
    ...{ kind: 'chart', id: 'a', title: 'Mine', mark: 'bars', metrics: ['requests'] },
    ...{ place: { x: 0, y: 0, w: 6, h: 6 }, ...over },
  });
  if (widget.kind !== 'chart') throw new Error('A chart is a chart.');
  return widget;
}

test('the mark stays as long as it can draw what is asked, else another one is taken', () => {
  expect(withChange(chart(), { metrics: ['requests', 'requestErrors'] }).mark).toBe('bars');
  const table = withChange(chart({ dimensions: ['model'] }), { metrics: ['requests', 'cost'] });
  expect(table.mark).toBe('table');
  expect(problemOf(table, VIEW)).toBeUndefined();
  expect(withChange(chart(), { metrics: ['requests', 'cost'] }).mark).toBe('table');
});

test('a limit stays within what the mark can show', () => {
  const table = chart({ mark: 'table', dimensions: ['model'], limit: 100 });
  expect(withChange(table, { mark: 'bars' }).limit).toBe(40);
});

test('a title that says what is asked goes on saying it, one of the author stays', () => {
  const named = chart({ title: titleFor({ metrics: ['requests'], dimensions: [] }) });
  expect(withChange(named, { dimensions: ['model'] }).title).toEqual(
    titleFor({ metrics: ['requests'], dimensions: ['model'] }),
  );
  expect(withChange(chart(), { dimensions: ['model'] }).title).toBe('Mine');
});

test('what cannot be drawn or asked is told', () => {
  expect(problemOf(withChange(chart(), { metrics: [] }), VIEW)).toEqual({ type: 'metrics' });
  expect(problemOf(chart({ metrics: ['requests'] }), VIEW)).toBeUndefined();
  expect(problemOf(withChange(chart({ mark: 'bar', dimensions: ['scoreLabel'] }), {}), VIEW)).toMatchObject({
    type: 'asked',
  });
  expect(problemOf(withChange(chart(), { filter: 'cost:>soon' }), VIEW)).toMatchObject({ type: 'asked' });
});
