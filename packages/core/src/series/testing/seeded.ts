/** Chance that is the same on every run: mulberry32, and draws made of it. */
export class Seeded {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** Even in [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Mean 0, standard deviation 1 (Box & Muller 1958). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  /** A count of events (Knuth's product); of many, the normal approximation. */
  poisson(mean: number): number {
    if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.normal()));
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = this.next(); product > limit; product *= this.next()) count += 1;
    return count;
  }
}

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** Monday, 2026-01-05, 00:00 UTC. */
export const MONDAY = 1_767_571_200_000;

/** Use over the hours of a working week: nearly none at night, most at noon, a quarter at weekends. Averages about 1. */
export function workingWeek(at: number): number {
  const hour = Math.floor(at / HOUR) % 24;
  const weekend = Math.floor((at - MONDAY) / DAY) % 7 >= 5;
  return (weekend ? 0.25 : 1) * (0.1 + 2.4 * Math.exp(-(((hour - 13) / 4.5) ** 2)));
}

export const hourly = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => from + i * HOUR);
export const daily = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => from + i * DAY);

/** Draws around a level. */
export const NOISES: Readonly<Record<string, (level: number, chance: Seeded) => number>> = {
  'counts of few': (level, chance) => chance.poisson(3 * level),
  'counts of many': (level, chance) => chance.poisson(300 * level),
  'amounts that vary by a fifth': (level, chance) => level * Math.max(0, 1 + 0.2 * chance.normal()),
  'skewed amounts': (level, chance) => level * Math.exp(0.5 * chance.normal()),
  'noise around 0': (_, chance) => chance.normal(),
};
