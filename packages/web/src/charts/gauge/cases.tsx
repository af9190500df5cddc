import type { ChartCase } from '../kit/case.ts';
import { Gauge } from './Gauge.tsx';

const SUCCESS = [
  { value: 0, tone: 'bad' },
  { value: 0.9, tone: 'warn' },
  { value: 0.97, tone: 'good' },
] as const;
const gauge = (value: number | null, over: object = {}) => (
  <Gauge
    label="Success rate"
    unit="ratio"
    value={value}
    most={1}
    thresholds={SUCCESS}
    height={160}
    {...over}
  />
);
const small = { width: 260 };

export const cases: readonly ChartCase[] = [
  { name: 'good', ...small, element: gauge(0.982) },
  { name: 'warning', ...small, element: gauge(0.93) },
  { name: 'bad', ...small, element: gauge(0.41) },
  { name: 'zero', ...small, element: gauge(0) },
  {
    name: 'beyond its end',
    ...small,
    element: gauge(182, { unit: 'usd', most: 120, thresholds: [{ value: 100, tone: 'bad' }] }),
  },
  { name: 'below zero', ...small, element: gauge(-3, { unit: 'number', most: 10, thresholds: [] }) },
  {
    name: 'without thresholds',
    ...small,
    element: gauge(8_400, { unit: 'ms', most: 20_000, thresholds: [] }),
  },
  { name: 'no data', ...small, element: gauge(null) },
  { name: 'wide', element: gauge(0.965) },
];
