import { dashboardSchema } from '@pharos/core/dashboards/dashboard';
import { expect, test } from 'vitest';
import { defineChart } from './define.ts';
import { emptyDashboard, withPinned } from './pin.ts';

const CHART = defineChart({ title: 'Cost', mark: 'bars', metrics: ['cost'], columns: 12 });

test('what is pinned finds the first free room, in a size of its own', () => {
  const one = withPinned(emptyDashboard('Mine'), 'main', CHART, 'a');
  const two = withPinned(one, 'main', CHART, 'b');
  const three = withPinned(two, 'main', CHART, 'c');
  expect(three.tabs[0]?.widgets.map(({ place: { x, y, w, h } }) => [x, y, w, h])).toEqual([
    [0, 0, 6, 8],
    [6, 0, 6, 8],
    [0, 8, 6, 8],
  ]);
  expect(dashboardSchema.safeParse(three).success).toBe(true);
});

test('a tab that is gone meanwhile is made up for by the last one', () => {
  const pinned = withPinned(emptyDashboard('Mine'), 'gone', CHART, 'a');
  expect(pinned.tabs[0]?.widgets).toHaveLength(1);
});
