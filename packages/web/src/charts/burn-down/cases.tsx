import type { ChartCase } from '../kit/case.ts';
import { HOUR, START, wave } from '../testing/samples.ts';
import { BurnDown, type BurnDownProps } from './BurnDown.tsx';
import type { ComingPoint, LeftPoint } from './layout.ts';

const LIMIT = 200_000;
const THRESHOLDS = [
  { value: LIMIT * 0.5, tone: 'warn' },
  { value: LIMIT * 0.2, tone: 'warn' },
  { value: 0, tone: 'bad' },
] as const;

/** Spent hour by hour. */
function left(hours: number, level: number): LeftPoint[] {
  let rest = LIMIT;
  return [
    { atMs: START, left: rest },
    ...wave(hours, 7, level).map((spent, index) => {
      rest -= spent;
      return { atMs: START + (index + 1) * HOUR, left: rest };
    }),
  ];
}
const coming = (from: LeftPoint | undefined, hours: number, perHour: number, spread = 0.35): ComingPoint[] =>
  Array.from({ length: hours + 1 }, (_, ahead) => {
    const rest = (from?.left ?? LIMIT) - ahead * perHour;
    const reach = spread * ahead * perHour;
    return { atMs: (from?.atMs ?? START) + ahead * HOUR, left: rest, low: rest - reach, high: rest + reach };
  });

const chart = (points: readonly LeftPoint[], perHour: number, over: Partial<BurnDownProps> = {}) => (
  <BurnDown
    label="Left of the quota"
    unit="tokens"
    fromMs={START}
    toMs={START + 24 * HOUR}
    limit={LIMIT}
    points={points}
    coming={coming(points.at(-1), 25 - points.length, perHour)}
    even
    thresholds={THRESHOLDS}
    height={220}
    {...over}
  />
);
const half = left(12, 8_000);

export const cases: readonly ChartCase[] = [
  { name: 'enough to the end', element: chart(half, 4_000) },
  { name: 'empty before the end', element: chart(half, 22_000) },
  { name: 'over', element: chart(left(14, 26_000), 6_000) },
  { name: 'just begun', element: chart(left(1, 4_000), 4_000) },
  { name: 'nothing to go by', element: chart(half, 0, { coming: [] }) },
  { name: 'rolling', element: chart(half, 4_000, { even: false }) },
  { name: 'money', element: chart(half, 4_000, { unit: 'usd', thresholds: [] }) },
  { name: 'narrow', width: 340, element: chart(half, 22_000) },
];
