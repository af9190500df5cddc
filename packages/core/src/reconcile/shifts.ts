import { COMPARED, type StatementFacts, tokensOf } from './amounts.ts';
import { ALL_MODELS, type Keyed, STEP_MS } from './sheet.ts';
import { aheadOf, DAY_MS, FURTHEST_MS, firstMomentsOf, startOfDay } from './zone.ts';

/** From when to when spans must be looked at, so that days may begin anywhere. */
export function rangeToMeasure({ from, to, zone }: Pick<StatementFacts, 'from' | 'to' | 'zone'>): {
  fromMs: number;
  toMs: number;
} {
  const floor = (ms: number) => Math.floor(ms / STEP_MS) * STEP_MS;
  return {
    fromMs: floor(startOfDay(from, zone) - FURTHEST_MS),
    toMs: floor(startOfDay(to, zone) + DAY_MS + FURTHEST_MS + STEP_MS),
  };
}

/** How well days fit that begin so much later than the statement's zone says. */
export interface Shift {
  shiftMs: number;
  /** What is stated and what is measured, apart by so much on all models and days, in tokens or else in dollars. */
  apart: number;
}

/** In what both sides are told: tokens, or dollars of a statement without tokens. A measure of fit, not of money. */
function sides({ statement, stated, steps, tells, byModel }: Keyed) {
  const isTokens = [...tells.counts].some((name) => name !== 'requests');
  const isAll = isTokens ? !byModel.counts : !byModel.cost;
  const of = (key: string) => (key === ALL_MODELS) === isAll;
  const statedBy = new Map<string, Map<string, number>>();
  for (const [key, days] of stated) {
    if (!of(key)) continue;
    const sum = new Map<string, number>();
    for (const [day, amounts] of days) {
      sum.set(day, isTokens ? (tokensOf(amounts) ?? 0) : Number(amounts.cost ?? 0n) / 1e12);
    }
    statedBy.set(key, sum);
  }
  const told = COMPARED.filter((name) => tells.counts.has(name) || statement.inputHolds.includes(name));
  const size = ({ measured }: Keyed['steps'][number]) =>
    isTokens ? told.reduce((sum, bucket) => sum + measured[bucket], 0) : Number(measured.cost) / 1e12;
  const last = steps.reduce((most, { step }) => Math.max(most, step), 0);
  const measuredBy = new Map<string, Float64Array>();
  for (const one of steps) {
    for (const key of one.keys.filter(of)) {
      const sums = measuredBy.get(key) ?? new Float64Array(last + 2);
      measuredBy.set(key, sums);
      sums[one.step + 1] = (sums[one.step + 1] ?? 0) + size(one);
    }
  }
  for (const sums of measuredBy.values()) {
    for (let i = 1; i < sums.length; i += 1) sums[i] = (sums[i] ?? 0) + (sums[i - 1] ?? 0);
  }
  return { statedBy, measuredBy, isTokens };
}

/** Where providers are, and so may begin their days, in hours ahead of UTC. Of days that fit equally well, theirs are meant. */
const LIKELY = [0, 8, -8, -7, -5, -4, 1, 2, 9];

/** Shifts to try, the likely ones first, then those by little. */
function* candidates(aheadMs: number): Generator<number> {
  for (const hours of LIKELY) {
    const shiftMs = aheadMs - hours * 3_600_000;
    if (Math.abs(shiftMs) <= FURTHEST_MS) yield shiftMs;
  }
  for (let by = STEP_MS; by <= FURTHEST_MS; by += STEP_MS) yield* [by, -by];
}

/**
 * How far both sides are apart for every half hour at which days could begin, up to 14 hours off; the one without a shift
 * first, then by how well they fit.
 */
export function tryShifts(parts: Keyed): { unit: 'tokens' | 'usd'; asTold: Shift; best: Shift } {
  const { statedBy, measuredBy, isTokens } = sides(parts);
  const starts = firstMomentsOf(parts.days, parts.statement.zone);
  const keys = new Set([...statedBy.keys(), ...measuredBy.keys()]);
  const apartBy = (shiftMs: number): number => {
    const places = starts.map((ms) => Math.ceil((ms + shiftMs - parts.originMs) / STEP_MS));
    let apart = 0;
    for (const key of keys) {
      const [stated, sums] = [statedBy.get(key), measuredBy.get(key)];
      const upTo = (place: number) => sums?.[Math.min(Math.max(place, 0), sums.length - 1)] ?? 0;
      for (const [i, day] of parts.days.entries()) {
        const measured = upTo(places[i + 1] ?? 0) - upTo(places[i] ?? 0);
        apart += Math.abs((stated?.get(day) ?? 0) - measured);
      }
    }
    return apart;
  };
  const asTold = { shiftMs: 0, apart: apartBy(0) };
  let best = asTold;
  for (const shiftMs of candidates(aheadOf(parts.statement.zone, parts.statement.from))) {
    const apart = apartBy(shiftMs);
    if (apart < best.apart) best = { shiftMs, apart };
  }
  return { unit: isTokens ? 'tokens' : 'usd', asTold, best };
}
