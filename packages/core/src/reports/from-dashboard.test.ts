import { describe, expect, test } from 'vitest';
import { dashboardSchema } from '../dashboards/dashboard.ts';
import { READY_DASHBOARDS } from '../dashboards/ready/ready.ts';
import { sectionsOfDashboard } from './from-dashboard.ts';

describe('a dashboard as a report', () => {
  test.each(READY_DASHBOARDS.map(({ id, document }) => [id, document] as const))(
    'has a section for what is on %s',
    (_, document) => {
      const { sections, left } = sectionsOfDashboard(document);
      expect(sections.length).toBeGreaterThan(2);
      expect(left).toBe(0);
    },
  );

  test('gathers figures that stand side by side, and keeps what variables open with', () => {
    const place = { x: 0, y: 0, w: 3, h: 3 };
    const stat = (id: string, metric: string) => ({
      ...{ kind: 'chart', id, place, title: id, mark: 'stat', metrics: [metric], filter: 'model:$model' },
    });
    const dashboard = dashboardSchema.parse({
      title: 'd',
      variables: [
        { name: 'model', label: 'Model', type: 'text', values: ['gpt-5.6'] },
        { name: 'env', label: 'Env', type: 'field', field: 'environment', values: ['prod'] },
      ],
      tabs: [{ id: 't', title: 't', widgets: [stat('a', 'cost'), stat('b', 'tokens')] }],
    });
    expect(sectionsOfDashboard(dashboard)).toEqual({
      sections: [
        { kind: 'figures', title: '', filter: 'model:gpt-5.6 environment:prod', metrics: ['cost', 'tokens'] },
      ],
      left: 0,
    });
  });
});
