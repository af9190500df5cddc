import { widgetSchema } from '@pharos/core/dashboards/dashboard';
import { describe, expect, it } from 'vitest';
import { chooseMark } from '../../widgets/asking/choose-mark.ts';
import { NOTHING } from './address.ts';
import { NEEDED, SUGGESTIONS, suggestionsFor } from './suggestions.ts';
import { widgetOf } from './widget.ts';

const asked = (holdings: Parameters<typeof suggestionsFor>[0]) =>
  suggestionsFor(holdings).map(({ metrics, dimensions }) => [...metrics, 'by', ...dimensions].join(' '));
const all = {
  totals: Object.fromEntries(NEEDED.metrics.map((metric) => [metric, 1])),
  values: Object.fromEntries(NEEDED.dimensions.map((dimension) => [dimension, 3])),
};

describe('questions to begin with', () => {
  it('are those that the data can answer', () => {
    const totals = { requests: 10, cost: 2.5, scores: 0, requestErrors: 0 };
    const found = asked({ totals, values: { model: 2, user: 1 } });
    expect(found).toContain('cost by model');
    expect(found).not.toContain('cost by user');
    expect(found).not.toContain('scoreAvg by score');
    expect(found).not.toContain('requestErrors by release');
  });

  it('are none where there are no data', () => {
    expect(asked({ totals: { requests: 0, cost: null }, values: {} })).toEqual([]);
  });

  it('are not more than fit a page', () => {
    expect(suggestionsFor(all)).toHaveLength(9);
    expect(suggestionsFor(all, 99)).toHaveLength(SUGGESTIONS.length);
  });

  it('are each a chart that can be drawn', () => {
    for (const suggestion of SUGGESTIONS) {
      const chart = { ...NOTHING, ...suggestion, filter: suggestion.filter ?? '' };
      const widget = widgetOf(chart, chooseMark(chart, chart.mark));
      expect(widgetSchema.safeParse(widget).success, suggestion.metrics.join()).toBe(true);
      if (suggestion.mark) expect(widget.mark).toBe(suggestion.mark);
    }
  });
});
