import type { ChartCase } from '../kit/case.ts';
import { wave } from '../testing/samples.ts';
import { StatFigure } from './StatFigure.tsx';

const P95 = { unit: 'ms', better: 'less' } as const;
const LIMITS = [
  { value: 0, tone: 'good' },
  { value: 4000, tone: 'warn' },
  { value: 8000, tone: 'bad' },
] as const;
const stat = (value: number | null, over: object = {}): ChartCase['element'] => (
  <StatFigure
    label="Latency P95"
    metric={P95}
    value={value}
    before={5200}
    periodName="the previous day"
    points={wave(48, 4, 5000)}
    height={120}
    {...over}
  />
);
const small = { width: 280, pageOnly: true } as const;

export const cases: readonly ChartCase[] = [
  { name: 'with trend', ...small, element: stat(4480) },
  { name: 'good', ...small, element: stat(2100, { thresholds: LIMITS }) },
  { name: 'warning', ...small, element: stat(5400, { thresholds: LIMITS }) },
  { name: 'bad', ...small, element: stat(11_400, { thresholds: LIMITS }) },
  {
    name: 'figure alone',
    ...small,
    element: stat(4480, { points: undefined, before: undefined, height: 44 }),
  },
  { name: 'no data', ...small, element: stat(null, { points: [], before: null }) },
  { name: 'narrow', width: 150, pageOnly: true, element: stat(70_000, { thresholds: LIMITS }) },
  { name: 'too narrow', width: 84, pageOnly: true, element: stat(70_000, { thresholds: LIMITS }) },
  {
    name: 'huge',
    ...small,
    element: stat(1e15, { metric: { unit: 'tokens', better: 'neither' }, before: 4e14 }),
  },
];
