import type { ChartCase } from '../kit/case.ts';
import { chance } from '../testing/samples.ts';
import { type WeekCell, WeekHeat } from './WeekHeat.tsx';

function week(of: (weekday: number, hour: number) => number | null): WeekCell[] {
  return Array.from({ length: 168 }, (_, place) => {
    const [weekday, hour] = [Math.floor(place / 24), place % 24];
    return { weekday, hour, value: of(weekday, hour) };
  });
}
const next = chance(5);
const office = week((weekday, hour) =>
  Math.round((weekday < 5 ? 90 : 20) * Math.exp(-(((hour - 14) / 5) ** 2)) * (0.7 + next() * 0.6)),
);
const heat = (cells: readonly WeekCell[]) => (
  <WeekHeat label="Users by hour of the week" unit="number" cells={cells} />
);

export const cases: readonly ChartCase[] = [
  { name: 'a working week', element: heat(office) },
  {
    name: 'an hour that is not there',
    element: heat(
      office.map((cell) => (cell.weekday === 6 && cell.hour === 2 ? { ...cell, value: null } : cell)),
    ),
  },
  { name: 'empty', element: heat(week(() => 0)) },
  { name: 'narrow', width: 340, element: heat(office) },
];
