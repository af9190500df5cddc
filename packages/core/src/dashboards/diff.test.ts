import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Dashboard, type DashboardInput, dashboardSchema } from './dashboard.ts';
import { diffDashboards } from './diff.ts';
import { READY_DASHBOARDS } from './ready/ready.ts';

const chart = (id: string, more = {}) => ({
  kind: 'chart' as const,
  id,
  title: `Chart ${id}`,
  mark: 'line' as const,
  metrics: ['requests'],
  place: { x: 0, y: 0, w: 6, h: 8 },
  ...more,
});
const a = chart('a');
const b = chart('b', { place: { x: 6, y: 0, w: 6, h: 8 } });
const usual: DashboardInput = {
  title: 'Ours',
  variables: [{ name: 'model', label: 'Model', type: 'field', field: 'model' }],
  tabs: [
    { id: 'one', title: 'One', widgets: [a, b] },
    { id: 'two', title: 'Two', widgets: [] },
  ],
};
const made = (more: Partial<DashboardInput> = {}): Dashboard => dashboardSchema.parse({ ...usual, ...more });
const withWidgets = (...widgets: NonNullable<DashboardInput['tabs'][number]['widgets']>): Dashboard =>
  made({ tabs: [{ id: 'one', title: 'One', widgets }, ...usual.tabs.slice(1)] });
const said = (after: Dashboard, before = made()) =>
  diffDashboards(before, after).map(({ of, id, how, fields }) => [
    of,
    id,
    how,
    fields.map(({ field }) => field),
  ]);

describe('the difference of two dashboards', () => {
  it('is nothing when both show the same, in whatever order a tab lists its widgets', () => {
    expect(said(made())).toEqual([]);
    expect(said(withWidgets(b, a))).toEqual([]);
  });

  it('names widgets that came and went', () => {
    expect(said(withWidgets(a, chart('c')))).toEqual([
      ['widget', 'c', 'added', []],
      ['widget', 'b', 'removed', []],
    ]);
  });

  it('tells a widget that was moved, resized or put into another tab from one that was changed', () => {
    const place = { x: 0, y: 8, w: 12, h: 4 };
    expect(said(withWidgets({ ...a, place }, b))).toEqual([['widget', 'a', 'moved', ['place']]]);
    const apart = made({
      tabs: [
        { id: 'one', title: 'One', widgets: [a] },
        { id: 'two', title: 'Two', widgets: [b] },
      ],
    });
    expect(said(apart)).toEqual([['widget', 'b', 'moved', ['tab']]]);
    expect(said(withWidgets({ ...a, place, mark: 'area' }, b))).toEqual([
      ['widget', 'a', 'changed', ['place', 'mark']],
    ]);
  });

  it('says what each field was and is, options one by one, and those that were left out', () => {
    const changed = withWidgets({ ...a, filter: 'model:$model', range: '7d', options: { max: 5 } }, b);
    expect(diffDashboards(made(), changed)[0]?.fields).toEqual([
      { field: 'filter', before: '', after: 'model:$model' },
      { field: 'range', before: undefined, after: '7d' },
      { field: 'options.max', before: undefined, after: 5 },
    ]);
    const text = { kind: 'text' as const, id: 'a', place: a.place, markdown: 'Hello' };
    const [change] = diffDashboards(made(), withWidgets(text, b));
    expect(change).toMatchObject({ id: 'a', title: 'Hello', how: 'changed' });
    expect(change?.fields).toContainEqual({ field: 'kind', before: 'chart', after: 'text' });
  });

  it('names facts of the dashboard, variables and tabs, and a new order of those that stay', () => {
    const [model] = made().variables;
    const after = made({
      title: { en: 'Ours', 'zh-CN': '我们的' },
      range: '7d',
      variables: [
        { name: 'agent', label: 'Agent', type: 'field', field: 'agent' },
        { ...model, name: 'model', label: 'Models', type: 'field' },
      ],
      tabs: [
        { id: 'three', title: 'Three' },
        { id: 'two', title: 'Second' },
        { id: 'one', title: 'One', widgets: [a, b] },
      ],
    });
    expect(said(after)).toEqual([
      ['dashboard', '', 'changed', ['title', 'range', 'tabOrder']],
      ['variable', 'agent', 'added', []],
      ['variable', 'model', 'changed', ['label']],
      ['tab', 'three', 'added', []],
      ['tab', 'two', 'changed', ['title']],
    ]);
  });

  it('holds an added tab apart from its widgets', () => {
    expect(said(made(), made({ tabs: [{ id: 'two', title: 'Two' }] }))).toEqual([
      ['tab', 'one', 'added', []],
      ['widget', 'a', 'added', []],
      ['widget', 'b', 'added', []],
    ]);
  });

  it('is nothing exactly between equals, and turned around says the reverse', () => {
    const reverse = { added: 'removed', removed: 'added', moved: 'moved', changed: 'changed' } as const;
    const documents = fc.constantFrom(
      made(),
      withWidgets(a),
      ...READY_DASHBOARDS.map((ready) => ready.document),
    );
    fc.assert(
      fc.property(documents, documents, (before, after) => {
        const there = diffDashboards(before, after);
        expect(there.length === 0).toBe(before === after);
        const back = diffDashboards(after, before).map(({ of, id, how }) => `${of} ${id} ${reverse[how]}`);
        expect(there.map(({ of, id, how }) => `${of} ${id} ${how}`).sort()).toEqual(back.sort());
      }),
    );
  });
});
