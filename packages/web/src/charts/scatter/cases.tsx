import type { ChartCase } from '../kit/case.ts';
import { colorsOf } from '../kit/palette.ts';
import { bell, CHINESE_NAMES, chance, LONG_NAMES, MODELS } from '../testing/samples.ts';
import type { ScatterDot } from './layout.ts';
import { Scatter } from './Scatter.tsx';

const colorOf = colorsOf('model', MODELS);
const X = { unit: 'usd', label: 'Cost' } as const;
const Y = { unit: 'ms', label: 'Latency P95' } as const;
const SIZE = { unit: 'count', label: 'Requests' } as const;

function cloud(names: readonly string[], seed: number, sized = false): ScatterDot[] {
  const next = chance(seed);
  return names.map((label, nth) => ({
    ...{ key: `${nth}`, label, group: [label], color: colorOf(MODELS[nth % MODELS.length] ?? '') },
    x: 2 + next() * 30,
    y: 900 + next() * 8000,
    ...(sized ? { size: next() ** 3 * 5000 } : {}),
  }));
}
function many(count: number): ScatterDot[] {
  const next = chance(21);
  return Array.from({ length: count }, (_, nth) => {
    const model = MODELS[nth % MODELS.length] ?? '';
    const centre = (nth % MODELS.length) / 2;
    return {
      ...{ key: `${nth}`, label: `trace ${nth}`, color: colorOf(model) },
      x: 0.002 * 10 ** (centre * 0.8 + bell(next) * 1.6),
      y: 400 * 10 ** (centre * 0.6 + bell(next) * 1.5),
    };
  });
}
const scatter = (dots: readonly ScatterDot[], over: object = {}) => (
  <Scatter label="Cost and latency" x={X} y={Y} dots={dots} height={280} {...over} />
);

export const cases: readonly ChartCase[] = [
  { name: 'named dots', element: scatter(cloud(MODELS, 3)) },
  { name: 'areas', element: scatter(cloud(MODELS, 3, true), { size: SIZE }) },
  { name: 'logarithmic', element: scatter(many(600)) },
  { name: 'one dot', element: scatter(cloud(['gpt-5.6'], 2)) },
  {
    name: 'negative',
    element: scatter(
      cloud(MODELS, 3).map((dot, nth) => ({ ...dot, x: dot.x - 14, y: nth % 2 ? -dot.y : dot.y })),
    ),
  },
  { name: 'all zero', element: scatter(cloud(['a', 'b'], 3).map((dot) => ({ ...dot, x: 0, y: 0 }))) },
  { name: 'long labels', element: scatter(cloud(LONG_NAMES, 8)) },
  { name: 'chinese labels', element: scatter(cloud(CHINESE_NAMES, 8)) },
  { name: 'empty', element: scatter([]) },
  { name: 'narrow', width: 340, element: scatter(cloud(MODELS, 3)) },
  { name: '50 000 dots', pageOnly: true, element: scatter(many(50_000)) },
];
