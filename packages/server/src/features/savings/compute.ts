import type { Savings } from '@pharos/core/api/savings';
import { sumDecimals } from '@pharos/core/pricing/decimal';
import type { PriceBook } from '@pharos/core/pricing/price-book';
import { type Detected, detect, needsOf } from '@pharos/core/savings/detectors';
import type { Gathered } from '@pharos/core/savings/facts';
import { toApiError } from '../../http/error-reply.ts';
import type { SavingsReader } from '../../store/telemetry/savings-contract.ts';
import type { Report } from './background.ts';
import { type Asked, READINGS } from './gather.ts';

export interface Computed {
  found: Detected[];
  /** What was spent on the calls that were looked at. */
  cost: string;
  missing: Savings['missing'];
}

export interface ComputeParts {
  reader: SavingsReader;
  book(projectId: string): Promise<PriceBook>;
  onError(error: unknown): void;
}

const FACTS = Object.keys(READINGS) as (keyof Gathered)[];

/** Reads fact after fact and lets all detectors look. What cannot be read keeps only those from being seen that need it. */
export async function computeSavings(
  { reader, book, onError }: ComputeParts,
  asked: Asked,
  atNs: bigint,
  report: Report,
  signal: AbortSignal,
): Promise<Computed> {
  const gathered: Partial<Gathered> = {};
  const reasons = new Map<keyof Gathered, { code: string; reason: string }>();
  for (const [done, fact] of FACTS.entries()) {
    report(done, FACTS.length);
    try {
      Object.assign(gathered, { [fact]: await READINGS[fact](reader, asked, gathered, signal) });
    } catch (error) {
      signal.throwIfAborted();
      const { code, message, status } = toApiError(error);
      if (status === 500) onError(error);
      reasons.set(fact, { code, reason: message });
    }
  }
  report(FACTS.length, FACTS.length);
  const found = detect(gathered, { book: await book(asked.scope), atNs });
  const missing = needsOf.flatMap(({ detector, needs }) => {
    const reason = needs.map((fact) => reasons.get(fact)).find((each) => each !== undefined);
    return reason === undefined ? [] : { detector, ...reason };
  });
  // What was wasted is not in the profile, but can be saved: no more than all of it.
  const { profile = [], waste = [] } = gathered;
  return { found, cost: sumDecimals([...profile, ...waste].map(({ cost }) => cost)), missing };
}
