import { describe, expect, it } from 'vitest';
import { questionSchema } from '../../question.ts';
import type { Place, Widget } from '../dashboard.ts';
import { COLUMNS } from '../dashboard.ts';
import { isBinned, MARKS, markNamed } from '../marks.ts';
import { questionOf, type View } from '../widget-question.ts';
import { READY_DASHBOARDS, readyDashboard } from './ready.ts';

const documents = READY_DASHBOARDS.map(({ id, document }) => [id, document] as const);
const tabs = documents.flatMap(([id, { tabs }]) => tabs.map((tab) => [`${id}/${tab.id}`, tab] as const));
const charts = documents.flatMap(([id, document]) =>
  document.tabs.flatMap(({ widgets }) =>
    widgets.flatMap((widget) =>
      widget.kind === 'chart' ? [[`${id}/${widget.id}`, { widget, document }] as const] : [],
    ),
  ),
);

const overlap = (a: Place, b: Place) =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
const cells = (widgets: readonly Widget[]) => widgets.reduce((sum, { place }) => sum + place.w * place.h, 0);

const toMs = Date.parse('2026-03-01T12:00:00Z');
const view = (days: number, values: View['values'] = {}): Omit<View, 'variables'> => ({
  range: { fromMs: toMs - days * 86_400_000, toMs },
  values,
});

describe('ready dashboards', () => {
  it('are there for what an operator of an LLM product asks first', () => {
    expect(documents.map(([id]) => id)).toEqual([
      'overview',
      'performance',
      'cost',
      'quality',
      'providers',
      'agents',
      'users',
    ]);
    expect(readyDashboard('cost')?.document.tabs.length).toBeGreaterThan(0);
    expect(readyDashboard('constructor')).toBeUndefined();
  });

  it.each(tabs)('%s has no widgets that overlap and leaves no cell empty', (_, { widgets }) => {
    const clashes = widgets.flatMap((a, nth) =>
      widgets.slice(nth + 1).flatMap((b) => (overlap(a.place, b.place) ? [`${a.id} and ${b.id}`] : [])),
    );
    expect(clashes).toEqual([]);
    const height = Math.max(...widgets.map(({ place }) => place.y + place.h));
    expect(cells(widgets)).toBe(height * COLUMNS);
  });

  it.each(documents)('%s speaks English and Chinese wherever it speaks', (_, document) => {
    const texts = [
      document.title,
      document.description,
      ...document.variables.map(({ label }) => label),
      ...document.tabs.flatMap(({ title, widgets }) => [
        title,
        ...widgets.map((widget) => (widget.kind === 'text' ? widget.markdown : widget.title)),
      ]),
    ];
    for (const text of texts) expect(text).toEqual({ en: expect.any(String), 'zh-CN': expect.any(String) });
  });

  it.each(charts)('%s asks a Question that can be answered, of an hour as of a year', (_, given) => {
    const { widget, document } = given;
    const { variables } = document;
    const values = Object.fromEntries(variables.map(({ name }) => [name, ['one', 'two']]));
    for (const days of [1 / 24, 1, 365]) {
      const asked = questionSchema.safeParse(questionOf(widget, { ...view(days, values), variables }));
      expect(asked.error?.issues).toBeUndefined();
      expect(asked.data?.filters).toEqual(
        expect.arrayContaining(variables.map(({ field }) => ({ field, op: '=', values: ['one', 'two'] }))),
      );
    }
  });

  it('draw with every mark, so that each is seen at work', () => {
    const used = new Set<string>(charts.map(([, { widget }]) => widget.mark));
    expect(MARKS.map(({ name }) => name).filter((name) => !used.has(name))).toEqual([]);
  });

  it('ask for every bin of what they sort into bins', () => {
    const binned = charts.filter(([, { widget }]) => widget.dimensions.some(isBinned));
    expect(binned.length).toBeGreaterThan(3);
    for (const [, { widget }] of binned)
      expect(questionOf(widget, { ...view(1), variables: [] }).limit).toBe(markNamed(widget.mark).groups);
  });
});
