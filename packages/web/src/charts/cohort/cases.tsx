import type { ChartCase } from '../kit/case.ts';
import { CHINESE_NAMES, chance, LONG_NAMES } from '../testing/samples.ts';
import { Cohort } from './Cohort.tsx';
import type { CohortRow } from './layout.ts';

/** Groups that begin one after another and fade, some faster. */
function fading(names: readonly string[], steps = 10): CohortRow[] {
  const next = chance(11);
  return names.map((label, at) => {
    const size = 80 + Math.round(next() * 400);
    const keeps = 0.62 + next() * 0.3;
    return {
      ...{ key: label, label, group: [label] },
      points: Array.from({ length: steps }, (_, step) => {
        const age = step - at;
        if (age < 0) return 0;
        return at === 2 && age === 3 ? null : Math.round(size * keeps ** age);
      }),
    };
  });
}
const versions = ['1.0', '1.1', '1.2', '2.0', '2.1', '2.2', '3.0'].map((name) => `release ${name}`);
const cohort = (rows: readonly CohortRow[], height = 220) => (
  <Cohort label="Requests by release" unit="count" step="day" rows={rows} height={height} />
);

export const cases: readonly ChartCase[] = [
  { name: 'cohorts', element: cohort(fading(versions)) },
  {
    name: 'still filling',
    element: cohort(fading(versions).map((row) => ({ ...row, fillsFrom: 9 }))),
  },
  { name: 'growing', element: cohort([{ key: 'a', label: 'a', points: [10, 14, 30, 52] }]) },
  {
    name: 'never begun',
    element: cohort([{ key: 'a', label: 'a', points: [0, 0, null] }, ...fading(['b'], 4)]),
  },
  { name: 'many steps', element: cohort(fading(versions, 60)) },
  { name: 'long labels', element: cohort(fading(LONG_NAMES)) },
  { name: 'chinese labels', element: cohort(fading(CHINESE_NAMES)) },
  { name: 'empty', element: cohort([]) },
  { name: 'narrow', width: 340, element: cohort(fading(versions)) },
];
