import { parseDecimal } from '../pricing/decimal.ts';
import type { Compared } from './amounts.ts';

/** What was measured in one step of time, by provider and model as spans name them. Buckets as in amounts.ts. */
export interface MeasuredStep extends Record<Compared, number> {
  /** The number of the step since the beginning of what was asked. */
  step: number;
  provider: string;
  model: string;
  /** Model calls. */
  requests: number;
  /** US dollars, exact. */
  cost: string;
  unpricedRequests: number;
  unpricedTokens: number;
  estimatedTokens: number;
  estimatedCost: string;
  errorRequests: number;
  errorTokens: number;
  errorCost: string;
}

const NUMBERS = [
  'requests',
  'input',
  'cachedRead',
  'cacheWrite',
  'output',
  'unpricedRequests',
  'unpricedTokens',
  'estimatedTokens',
  'errorRequests',
  'errorTokens',
] as const satisfies readonly (keyof MeasuredStep)[];
const MONEY = ['cost', 'estimatedCost', 'errorCost'] as const satisfies readonly (keyof MeasuredStep)[];

/** Sums over steps; money scaled by 10^12. */
export type Measured = Record<(typeof NUMBERS)[number], number> & Record<(typeof MONEY)[number], bigint>;

export const nothingMeasured = (): Measured => ({
  ...{ requests: 0, input: 0, cachedRead: 0, cacheWrite: 0, output: 0 },
  ...{ unpricedRequests: 0, unpricedTokens: 0, estimatedTokens: 0, errorRequests: 0, errorTokens: 0 },
  ...{ cost: 0n, estimatedCost: 0n, errorCost: 0n },
});

export function addStep(into: Measured, step: MeasuredStep): void {
  for (const name of NUMBERS) into[name] += step[name];
  for (const name of MONEY) into[name] += parseDecimal(step[name]) ?? 0n;
}

export function addMeasured(into: Measured, more: Measured): void {
  for (const name of NUMBERS) into[name] += more[name];
  for (const name of MONEY) into[name] += more[name];
}
