import type { InTurns } from '../turns.ts';
import { COMPARED, type StatementFacts, tokensOf } from './amounts.ts';
import { ALL_MODELS, type Keyed, placeOf } from './sheet.ts';
import { aheadOf, DAY_MS, daysBetween, FURTHEST_MS, firstMomentsOf, QUARTER_MS, zoneOf } from './zone.ts';

const HALF_HOUR_MS = 1_800_000;
const HOUR_MS = 3_600_000;

/** From when to when spans must be looked at, so that days may begin anywhere, and in steps of how much: days begin with one. */
export function rangeToMeasure({ from, to, zone }: Pick<StatementFacts, 'from' | 'to' | 'zone'>): {
  fromMs: number;
  toMs: number;
  stepMs: number;
} {
  const starts = firstMomentsOf(daysBetween(from, to), zone);
  return {
    fromMs: Date.parse(`${from}T00:00:00Z`) - FURTHEST_MS,
    toMs: Date.parse(`${to}T00:00:00Z`) + DAY_MS + FURTHEST_MS,
    stepMs: starts.every((ms) => ms % HALF_HOUR_MS === 0) ? HALF_HOUR_MS : QUARTER_MS,
  };
}

/** How well days fit that begin in a zone. */
export interface Fit {
  zone: string;
  /** What is stated and what is measured, apart by so much on all models and days, in tokens or else in dollars. */
  apart: number;
}

/** What is told of a model: by the number of the day, and measured by moment. A measure of fit, not of money. */
interface Sides {
  stated: Map<number, number>;
  measured: { ms: number; size: number }[];
}

/** By model, in what both sides are told: tokens, or dollars of a statement without tokens. */
function sidesOf({ statement, stated, steps, days, tells, byModel }: Keyed): {
  models: readonly Sides[];
  unit: 'tokens' | 'usd';
} {
  const isTokens = [...tells.counts].some((name) => name !== 'requests');
  const isAll = isTokens ? !byModel.counts : !byModel.cost;
  const all = new Map<string, Sides>();
  const sidesAt = (key: string): Sides => {
    const sides = all.get(key) ?? { stated: new Map(), measured: [] };
    all.set(key, sides);
    return sides;
  };
  const isTold = (key: string) => (key === ALL_MODELS) === isAll;
  const numbers = new Map(days.map((day, number) => [day, number]));
  for (const [key, byDay] of stated) {
    if (!isTold(key)) continue;
    for (const [day, amounts] of byDay) {
      const size = isTokens ? (tokensOf(amounts) ?? 0) : Number(amounts.cost ?? 0n) / 1e12;
      sidesAt(key).stated.set(numbers.get(day) ?? -1, size);
    }
  }
  const told = COMPARED.filter((name) => tells.counts.has(name) || statement.inputHolds.includes(name));
  for (const { keys, ms, measured } of steps) {
    const size = isTokens
      ? told.reduce((sum, bucket) => sum + measured[bucket], 0)
      : Number(measured.cost) / 1e12;
    for (const key of keys.filter(isTold)) sidesAt(key).measured.push({ ms, size });
  }
  return { models: [...all.values()], unit: isTokens ? 'tokens' : 'usd' };
}

/** Where providers are, and so may begin their days, in hours ahead of UTC. Of days that fit equally well, theirs are meant. */
const LIKELY = [0, 8, -8, -7, -5, -4, 1, 2, 9];

/** Zones to try: the likely ones first, then those around the one that is told, the nearest first. */
function* candidates(toldMs: number, stepMs: number): Generator<string> {
  for (const hours of LIKELY) yield zoneOf(hours * HOUR_MS);
  for (let by = 0; by <= 2 * FURTHEST_MS; by += stepMs) {
    for (const aheadMs of [toldMs - by, toldMs + by]) {
      if (Math.abs(aheadMs) <= FURTHEST_MS) yield zoneOf(aheadMs);
    }
  }
}

/**
 * How far both sides are apart by the days of the statement's zone, and by those that fit best of all that begin a whole
 * number of steps from midnight in UTC.
 */
export function* tryZones(parts: Keyed): InTurns<{ unit: 'tokens' | 'usd'; asTold: Fit; best: Fit }> {
  const { statement, days, stepMs } = parts;
  const { models, unit } = sidesOf(parts);
  const fitOf = (zone: string): Fit => {
    const starts = firstMomentsOf(days, zone);
    let apart = 0;
    for (const { stated, measured } of models) {
      const left = new Map(stated);
      for (const { ms, size } of measured) {
        const day = placeOf(starts, ms);
        if (day >= 0) left.set(day, (left.get(day) ?? 0) - size);
      }
      for (const gap of left.values()) apart += Math.abs(gap);
    }
    return { zone, apart };
  };
  const asTold = fitOf(statement.zone);
  let best = asTold;
  for (const zone of candidates(aheadOf(statement.zone, statement.from), stepMs)) {
    yield;
    const fit = fitOf(zone);
    if (fit.apart < best.apart) best = fit;
  }
  return { unit, asTold, best };
}
