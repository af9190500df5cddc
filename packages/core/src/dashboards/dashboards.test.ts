import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BIN_EDGES, binOf } from '../bins.ts';
import { parseFilterText } from '../filter-text.ts';
import { METRICS } from '../metrics.ts';
import { questionSchema } from '../question.ts';
import { type ChartWidget, dashboardSchema, type Variable, widgetSchema } from './dashboard.ts';
import { filtersBehind } from './drill.ts';
import { MARK_NAMES, marksFor, whyNotDrawn } from './marks.ts';
import { questionOf, type View } from './widget-question.ts';

const chart = (over: object = {}): ChartWidget => {
  const place = { x: 0, y: 0, w: 6, h: 6 };
  const input = { kind: 'chart', id: 'a', place, title: 'Cost', mark: 'line', metrics: ['cost'], ...over };
  return widgetSchema.parse(input) as ChartWidget;
};
const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 10, 26, 12);
const view = (over: Partial<View> = {}): View => ({
  range: { fromMs: NOON - 24 * HOUR, toMs: NOON },
  variables: [],
  values: {},
  ...over,
});
const model: Variable = { name: 'model', label: 'Model', type: 'field', field: 'model', values: [] };
const word: Variable = { name: 'word', label: 'Word', type: 'text', values: ['refund'] };

describe('what a widget asks', () => {
  it('is a Question that the API takes, whatever the mark', () => {
    for (const mark of MARK_NAMES) {
      const [metrics, dimensions] = [
        mark === 'scatter'
          ? ['cost', 'tokens']
          : mark === 'percentiles'
            ? ['latencyP50', 'latencyP95']
            : ['cost'],
        mark === 'flow'
          ? ['user', 'model']
          : ['heatmap', 'states', 'cohort', 'table', 'bar', 'scatter'].includes(mark)
            ? ['model']
            : mark === 'histogram'
              ? ['spanDuration']
              : [],
      ];
      const question = questionOf(chart({ mark, metrics, dimensions }), view());
      expect(questionSchema.safeParse(question).error?.issues, mark).toBeUndefined();
    }
  });

  it('holds what a variable chooses, and all when none is chosen', () => {
    const asked = (values: View['values']) =>
      questionOf(chart(), view({ variables: [model], values })).filters;
    expect(asked({})).toEqual([]);
    expect(asked({ model: ['gpt-4.1', 'a, b'] })).toEqual([
      { field: 'model', op: '=', values: ['gpt-4.1', 'a, b'] },
    ]);
  });

  it('has the values of a free variable where its filter names it, as values and never as filter text', () => {
    const widget = chart({ filter: 'name:~$word tool:$none status:error' });
    const hostile = 'x" status:ok "';
    const asked = questionOf(widget, view({ variables: [word], values: { word: [hostile] } }));
    expect(asked.filters).toEqual([
      { field: 'name', op: 'contains', values: [hostile] },
      { field: 'tool', op: '=', values: ['$none'] },
      { field: 'status', op: '=', values: ['error'] },
    ]);
  });

  it('drops a condition whose variable has no value', () => {
    const widget = chart({ filter: 'name:~$word status:error' });
    const asked = questionOf(widget, view({ variables: [word], values: { word: [] } }));
    expect(asked.filters).toEqual([{ field: 'status', op: '=', values: ['error'] }]);
    expect(questionOf(widget, view({ variables: [word] })).filters).toHaveLength(2);
  });

  it('begins at the edge of a bucket, ends with the page, and keeps a length of time of its own', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 60_000, max: 300 * 24 * HOUR }),
        fc.integer({ min: 1, max: 12 }),
        (length, w) => {
          const widget = chart({ place: { x: 0, y: 0, w, h: 6 } });
          const asked = questionOf(widget, view({ range: { fromMs: NOON - length, toMs: NOON } }));
          expect(Date.parse(asked.to)).toBe(NOON);
          const width = (asked.bucketSeconds ?? 0) * 1000;
          expect((Date.parse(asked.from) + (asked.bucketOffsetSeconds ?? 0) * 1000) % width).toBe(0);
          expect(Date.parse(asked.from)).toBeLessThanOrEqual(NOON - length);
        },
      ),
    );
    const week = questionOf(chart({ range: '7d', mark: 'stat' }), view());
    expect(NOON - Date.parse(week.from)).toBeGreaterThanOrEqual(7 * 24 * HOUR);
  });
});

describe('marks', () => {
  it('that share an axis share a unit', () => {
    expect(whyNotDrawn('line', { metrics: ['cost', 'tokens'], dimensions: [] })).toMatch(/one unit/);
    expect(whyNotDrawn('table', { metrics: ['cost', 'tokens'], dimensions: ['model'] })).toBeUndefined();
  });

  it('are offered only when they can draw what is asked, and for every metric there is one', () => {
    expect(marksFor({ metrics: ['cost'], dimensions: [] })).toContain('stat');
    expect(marksFor({ metrics: ['cost'], dimensions: ['model'] })).not.toContain('stat');
    expect(marksFor({ metrics: ['spans'], dimensions: ['spanDuration'] })).toContain('histogram');
    for (const { name } of METRICS)
      expect(marksFor({ metrics: [name], dimensions: [] }), name).not.toEqual([]);
  });
});

describe('a dashboard', () => {
  const document = (over: object = {}): unknown => ({
    title: 'Mine',
    tabs: [{ id: 'main', title: 'Main', widgets: [chart()] }],
    ...over,
  });
  const problem = (input: unknown) => dashboardSchema.safeParse(input).error?.issues[0];

  it('says where it is wrong', () => {
    expect(problem(document())).toBeUndefined();
    expect(problem(document({ title: '' }))?.path).toEqual(['title']);
    expect(problem(document({ range: 'soon' }))?.message).toMatch(/24h/);
    const widgets = [chart(), chart()];
    expect(problem(document({ tabs: [{ id: 'a', title: '', widgets }] }))?.message).toMatch(/same id/);
    const wrong = { ...chart(), mark: 'flow' };
    expect(problem(document({ tabs: [{ id: 'a', title: '', widgets: [wrong] }] }))).toMatchObject({
      path: ['tabs', 0, 'widgets', 0, 'mark'],
      message: 'flow draws 2 to 3 dimensions',
    });
    const filter = { ...chart(), filter: 'nonsense:1' };
    expect(problem(document({ tabs: [{ id: 'a', title: '', widgets: [filter] }] }))?.message).toMatch(
      /unknown field/,
    );
    const wide = { ...chart(), place: { x: 10, y: 0, w: 6, h: 2 } };
    expect(problem(document({ tabs: [{ id: 'a', title: '', widgets: [wide] }] }))?.message).toMatch(
      /column 12/,
    );
  });

  it('links nowhere but to pages of this site and of the web', () => {
    for (const url of ['javascript:alert(1)', '//evil.example', 'data:text/html,x']) {
      const linked = { ...chart(), options: { links: [{ label: 'x', url }] } };
      expect(problem(document({ tabs: [{ id: 'a', title: '', widgets: [linked] }] }))?.message, url).toMatch(
        /begins with/,
      );
    }
  });
});

describe('the traces behind a figure', () => {
  const behind = (over: object) =>
    filtersBehind({ metrics: ['spans'], dimensions: [], filters: [], ...over }).map(
      ({ field, op, values }) => `${field} ${op} ${values.join()}`,
    );

  it('meet what its metric counts and what its group is', () => {
    expect(behind({ metrics: ['toolErrors'], dimensions: ['tool'], group: ['run_sql'] })).toEqual([
      'kind = tool',
      'status = error',
      'tool = run_sql',
    ]);
    expect(behind({ dimensions: ['user'], group: [''] })).toEqual(['user missing ']);
    expect(behind({ dimensions: ['model', 'status'], group: ['gpt-4.1', 'error'] })).toEqual([
      'model = gpt-4.1',
      'status = error',
    ]);
    expect(behind({ dimensions: ['spanDuration'], group: ['200'] })).toEqual([
      'spanDuration >= 200',
      'spanDuration < 250',
    ]);
  });

  it('can be written as filter text and read again, for every bin', () => {
    for (const edge of BIN_EDGES) {
      const filters = filtersBehind({
        ...{ metrics: ['spans'], filters: [] },
        dimensions: ['spanDuration'],
        group: [String(edge)],
      });
      expect(filters[0]?.values).toEqual([binOf(String(edge))?.from]);
    }
    expect(parseFilterText('spanDuration:>=200ms').filters[0]?.values).toEqual([200]);
  });
});
