import { type History, METHODS, type Method } from './forecast-methods.ts';
import { known } from './series.ts';

/** How a method would have done, had it been asked at the end of each of the last days. */
export interface Backtest {
  method: Method;
  /** How many buckets ahead it was tried: less than asked for where the history is short. */
  horizon: number;
  /** From how many days it was asked. */
  origins: number;
  /** Weighted absolute percentage error of the totals, as a share: Σ|actual − forecast| / Σ|actual|; infinite where these are 0. */
  wape: number;
  /** The share of actual totals inside of the band that was known at the time; null where none was. */
  coverage: number | null;
  /** Half the width of the band, as a share of a forecast over that horizon. */
  error: number;
}

/** Two-sided, of 80 %. */
const NORMAL_QUANTILE = 1.2816;
const MOST_ORIGINS = 42;
/** To learn from, at least. */
const LEAST_DAYS = 3;
/** So many windows that do not overlap are wanted to tell an error from. */
const WINDOWS = 3;

/**
 * Rolling origin (Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., 5.10): the method sees what was
 * known up to each of the last days, and its total over the horizon is compared with what came. Undefined with less than
 * four days.
 */
export function backtest(
  history: History,
  horizon: number,
  method: Method,
  most = MOST_ORIGINS,
): Backtest | undefined {
  const { values, bucketsPerDay } = history;
  const days = Math.floor(values.length / bucketsPerDay);
  // Two weeks to learn the week from, where the history can spare them.
  const learnt = days >= 21 ? 14 : Math.max(LEAST_DAYS, Math.floor(days / 2));
  const tried = Math.min(horizon, Math.max(1, Math.floor((days - learnt) / WINDOWS)) * bucketsPerDay);
  // As many again before those that count, for the bands that were known then.
  const asked = Math.min(days - learnt, 2 * most + tried / bucketsPerDay);
  const first = values.length - Math.floor(asked) * bucketsPerDay;
  const outcomes: Outcome[] = [];
  for (let origin = first; origin + tried <= values.length; origin += bucketsPerDay) {
    const outcome = outcomeAt(history, origin, tried, method);
    if (outcome) outcomes.push(outcome);
  }
  return scored(method, tried, outcomes, most);
}

/** The most exact of the methods that could be asked on the same days, and that have an answer now. */
export function bestBacktest(history: History, horizon: number, most?: number): Backtest | undefined {
  const tested = (Object.keys(METHODS) as Method[])
    .filter((method) => METHODS[method](history, horizon).every(known))
    .flatMap((method) => backtest(history, horizon, method, most) ?? []);
  const asked = Math.max(0, ...tested.map(({ origins }) => origins));
  return tested.filter(({ origins }) => origins === asked).sort((a, b) => (a.wape < b.wape ? -1 : 1))[0];
}

interface Outcome {
  origin: number;
  forecast: number;
  actual: number;
}

/** Totals of the buckets that came to be known. */
function outcomeAt(history: History, origin: number, horizon: number, method: Method): Outcome | undefined {
  const forecast = METHODS[method]({ ...history, values: history.values.slice(0, origin) }, horizon);
  let outcome: Outcome | undefined;
  forecast.forEach((value, i) => {
    const actual = history.values[origin + i];
    if (!known(actual) || !known(value)) return;
    outcome = {
      origin,
      forecast: (outcome?.forecast ?? 0) + value,
      actual: (outcome?.actual ?? 0) + actual,
    };
  });
  return outcome;
}

function scored(
  method: Method,
  horizon: number,
  all: readonly Outcome[],
  most: number,
): Backtest | undefined {
  const outcomes = all.slice(-most);
  if (outcomes.length === 0) return undefined;
  const actual = outcomes.reduce((sum, { actual }) => sum + Math.abs(actual), 0);
  const missed = outcomes.reduce((sum, { actual, forecast }) => sum + Math.abs(actual - forecast), 0);
  const inside = outcomes.flatMap((outcome) => {
    const before = all.filter(({ origin }) => origin + horizon <= outcome.origin);
    if (before.length < WINDOWS) return [];
    return [Math.abs(relativeError(outcome)) <= bandOf(before, horizon) ? 1 : 0];
  });
  return {
    method,
    horizon,
    origins: outcomes.length,
    wape: missed === 0 ? 0 : missed / actual,
    coverage:
      inside.length === 0 ? null : inside.reduce<number>((sum, each) => sum + each, 0) / inside.length,
    error: bandOf(outcomes, horizon),
  };
}

/**
 * Half the width of a band, as a share of the forecast: the root mean square of the relative errors, times the quantile of
 * Student's t for as many errors as there are windows that do not overlap.
 */
function bandOf(outcomes: readonly Outcome[], horizon: number): number {
  const square = outcomes.reduce((sum, outcome) => sum + relativeError(outcome) ** 2, 0) / outcomes.length;
  const extent = (outcomes.at(-1)?.origin ?? 0) - (outcomes[0]?.origin ?? 0) + horizon;
  return studentQuantile(Math.max(1, extent / horizon)) * Math.sqrt(square);
}

function relativeError({ actual, forecast }: Outcome): number {
  if (actual === forecast) return 0;
  return (actual - forecast) / Math.abs(forecast === 0 ? actual : forecast);
}

/** Cornish and Fisher's expansion (Abramowitz & Stegun 26.7.5), which is good enough from one degree of freedom on. */
function studentQuantile(degrees: number): number {
  const z = NORMAL_QUANTILE;
  return z + (z ** 3 + z) / (4 * degrees) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degrees ** 2);
}
