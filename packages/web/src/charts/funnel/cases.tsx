import type { ChartCase } from '../kit/case.ts';
import { CHINESE_NAMES, LONG_NAMES } from '../testing/samples.ts';
import { Funnel } from './Funnel.tsx';
import type { Stage } from './layout.ts';

const stages = (names: readonly string[], values: readonly number[]): Stage[] =>
  names.map((label, nth) => ({ key: `${nth}`, label, value: values[nth] ?? 0, group: [label] }));
const ASKED = stages(
  ['Sessions', 'Asked', 'Answered', 'Rated', 'Rated well'],
  [12_400, 9_310, 8_960, 1_210, 984],
);
const funnel = (of: readonly Stage[], height = 220) => (
  <Funnel label="From a session to a good rating" unit="count" stages={of} height={height} />
);

export const cases: readonly ChartCase[] = [
  { name: 'stages', element: funnel(ASKED) },
  { name: 'one stage', element: funnel(ASKED.slice(0, 1)) },
  { name: 'to nothing', element: funnel(stages(['a', 'b', 'c'], [400, 0, 0])) },
  { name: 'growing', element: funnel(stages(['a', 'b', 'c'], [120, 400, 90])) },
  { name: 'all zero', element: funnel(stages(['a', 'b'], [0, 0])) },
  { name: 'huge', element: funnel(stages(['a', 'b', 'c'], [4.2e15, 3.9e12, 7])) },
  { name: 'long labels', element: funnel(stages(LONG_NAMES, [900, 640, 210, 16])) },
  { name: 'chinese labels', element: funnel(stages(CHINESE_NAMES, [900, 640, 210, 16])) },
  {
    name: 'many stages',
    element: funnel(stages('abcdefghijkl'.split(''), [99, 90, 84, 70, 61, 58, 40, 31, 22, 14, 9, 2])),
  },
  { name: 'empty', element: funnel([]) },
  { name: 'narrow', width: 340, element: funnel(ASKED) },
];
