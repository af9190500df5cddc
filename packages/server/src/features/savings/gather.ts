import type { Gathered } from '@pharos/core/savings/facts';
import { PrefixFinder } from '@pharos/core/savings/shared-prefixes';
import type { TimeRange } from '@pharos/core/time';
import type { ProjectScope } from '../../store/scope.ts';
import type { CallsAsked, SavingsReader } from '../../store/telemetry/savings-contract.ts';

/** What is asked for. */
export interface Asked extends CallsAsked {
  scope: ProjectScope;
}

/** What was read so far: a reading may need one before it. */
type Known = Partial<Gathered>;
type Reading<Fact extends keyof Gathered> = (
  reader: SavingsReader,
  asked: Asked,
  known: Known,
  signal: AbortSignal,
) => Promise<Gathered[Fact]>;

/** How each fact is read, in this order. */
export const READINGS: { readonly [Fact in keyof Gathered]: Reading<Fact> } = {
  waste: (reader, { scope, ...asked }, _, signal) => reader.wasteCauses(scope, asked, signal),
  profile: (reader, { scope, ...asked }, _, signal) => reader.callProfile(scope, asked, signal),
  histories: (reader, { scope, ...asked }, _, signal) => reader.resentHistories(scope, asked, signal),
  growth: (reader, { scope, ...asked }, _, signal) => reader.promptGrowth(scope, asked, signal),
  sample: readSample,
};

/** Stretches of consecutive calls: only within one can be seen how soon a prefix comes again. */
const STRETCHES = 8;
const CALLS_A_STRETCH = 1_500;
const MOST_CALLS = STRETCHES * CALLS_A_STRETCH;

/** All calls where they are few, page by page, else stretches of them that begin evenly spread over the range. */
async function readSample(
  reader: SavingsReader,
  { scope, ...asked }: Asked,
  { profile }: Known,
  signal: AbortSignal,
): Promise<Gathered['sample']> {
  const of = (profile ?? []).reduce((sum, { calls }) => sum + calls, 0);
  const finder = new PrefixFinder();
  for (const { range, offset } of of <= MOST_CALLS ? pages(asked.range) : stretches(asked.range)) {
    const page = { limit: CALLS_A_STRETCH, offset };
    finder.add(await reader.sampleCalls(scope, { ...asked, range }, page, signal));
  }
  return finder.found(of);
}

interface Stretch {
  range: TimeRange;
  offset: number;
}

const pages = (range: TimeRange): Stretch[] =>
  Array.from({ length: STRETCHES }, (_, i) => ({ range, offset: i * CALLS_A_STRETCH }));

function stretches({ fromNs, toNs }: TimeRange): Stretch[] {
  const at = (i: number) => fromNs + ((toNs - fromNs) * BigInt(i)) / BigInt(STRETCHES);
  return Array.from({ length: STRETCHES }, (_, i) => ({
    range: { fromNs: at(i), toNs: at(i + 1) },
    offset: 0,
  })).filter(({ range }) => range.fromNs < range.toNs);
}
