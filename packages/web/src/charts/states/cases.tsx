import type { ChartCase } from '../kit/case.ts';
import { bucketsFrom, CHINESE_NAMES, filling, LONG_NAMES, wave } from '../testing/samples.ts';
import type { StateRow } from './layout.ts';
import { States } from './States.tsx';

const DAY = bucketsFrom(96);
const LIMITS = [
  { value: 0, tone: 'good' },
  { value: 0.05, tone: 'warn' },
  { value: 0.2, tone: 'bad' },
] as const;

const row = (label: string, at: number, level = 0.09): StateRow => ({
  key: `${at}`,
  label,
  points: wave(96, at + 3, level, 1.4).map((value, index) =>
    at === 1 && index > 40 && index < 60 ? null : value,
  ),
  group: [label],
});
const named = (names: readonly string[]) => names.map((name, at) => row(name, at, 0.03 + at * 0.04));

const states = (rows: readonly StateRow[], over: object = {}) => (
  <States
    label="State of agents"
    unit="ratio"
    height={160}
    {...DAY}
    rows={rows}
    thresholds={LIMITS}
    {...over}
  />
);

export const cases: readonly ChartCase[] = [
  { name: 'states', element: states(named(['support-bot', 'rag-search', 'code-agent', 'report-writer'])) },
  { name: 'one row', element: states(named(['support-bot'])) },
  { name: 'many rows', element: states(named(Array.from({ length: 40 }, (_, nth) => `agent-${nth + 1}`))) },
  { name: 'long labels', element: states(named(LONG_NAMES)) },
  { name: 'chinese labels', element: states(named(CHINESE_NAMES)) },
  { name: 'without thresholds', element: states(named(['a', 'b']), { thresholds: [] }) },
  { name: 'still filling', element: states(named(['a', 'b']), filling(DAY)) },
  { name: 'empty', element: states([]) },
  { name: 'narrow', width: 340, element: states(named(['support-bot', 'rag-search'])) },
];
