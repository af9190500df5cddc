import type { Seeded } from './seeded.ts';

export const weekday = (day: number) => (day % 7 >= 5 ? 0.3 : 1);
export const days = (count: number, draw: (day: number) => number) =>
  Array.from({ length: count }, (_, i) => draw(i));

/** Totals of days, beginning on a Monday. */
export const PROCESSES: Readonly<Record<string, (count: number, chance: Seeded) => number[]>> = {
  'a level': (count, chance) => days(count, () => 100 * (1 + 0.2 * chance.normal())),
  'a week': (count, chance) => days(count, (day) => 100 * weekday(day) * (1 + 0.15 * chance.normal())),
  'a week that grows by a percent a day': (count, chance) =>
    days(count, (day) => 100 * weekday(day) * Math.exp(0.01 * day) * (1 + 0.15 * chance.normal())),
  'a week on a line': (count, chance) =>
    days(count, (day) => (100 + 3 * day) * weekday(day) * (1 + 0.1 * chance.normal())),
  'a week on a random walk': (count, chance) => {
    let level = 0;
    return days(count, (day) => {
      level += 0.05 * chance.normal();
      return 100 * weekday(day) * Math.exp(level) * (1 + 0.1 * chance.normal());
    });
  },
  'a skewed week': (count, chance) =>
    days(count, (day) => 100 * weekday(day) * Math.exp(0.6 * chance.normal())),
  'a week with a dear day in ten': (count, chance) =>
    days(count, (day) => 100 * weekday(day) * (1 + 0.1 * chance.normal()) * (chance.next() < 0.1 ? 5 : 1)),
  'few events': (count, chance) => days(count, (day) => chance.poisson(4 * weekday(day))),
};
