import type { ChartCase } from '../kit/case.ts';
import type { StateTone } from '../states/layout.ts';
import { DAY, HOUR, MINUTE, START } from '../testing/samples.ts';
import type { TimelineStretch } from './layout.ts';
import { Timeline } from './Timeline.tsx';

const WORDS: Record<StateTone, string> = {
  good: 'running',
  none: 'idle',
  warn: 'degraded',
  bad: 'stuck',
  unknown: 'offline',
};
/** One after another, each for so many minutes. */
const following = (
  states: readonly (readonly [StateTone, minutes: number])[],
  startMs = START,
): TimelineStretch[] => {
  let fromMs = startMs;
  return states.map(([tone, minutes]) => {
    const stretch = { fromMs, toMs: fromMs + minutes * MINUTE, tone, text: WORDS[tone], note: 'A reason.' };
    fromMs = stretch.toMs;
    return stretch;
  });
};
const MIXED = following([
  ['none', 240],
  ['good', 300],
  ['warn', 90],
  ['bad', 60],
  ['unknown', 120],
  ['good', 630],
]);

const timeline = (stretches: readonly TimelineStretch[]) => (
  <Timeline label="States of an agent" fromMs={START} toMs={START + DAY} stretches={stretches} />
);

export const cases: readonly ChartCase[] = [
  { name: 'states', element: timeline(MIXED) },
  { name: 'watched since noon', element: timeline(following([['good', 720]], START + 12 * HOUR)) },
  {
    name: 'many short ones',
    element: timeline(
      following(
        Array.from({ length: 240 }, (_, nth) => [nth % 40 === 9 ? 'bad' : nth % 2 ? 'good' : 'none', 6]),
      ),
    ),
  },
  {
    name: 'an instant',
    element: timeline(
      following([
        ['good', 600],
        ['bad', 0.1],
        ['good', 839.9],
      ]),
    ),
  },
  { name: 'empty', element: timeline([]) },
  { name: 'narrow', width: 340, element: timeline(MIXED) },
];
