import { type Assumption, type Change, READS_PER_WRITE } from '../api/what-if.ts';
import type { AppliedPrice, PriceBook } from '../pricing/price-book.ts';
import { type InTurns, mapInTurns } from '../turns.ts';
import { USAGE_BUCKETS } from '../usage.ts';
import { assumption } from './assumptions.ts';
import { type Fraction, fraction, fractionOf, isWhole, times } from './fraction.ts';
import {
  ANSWER_BUCKETS,
  eachTimes,
  type Flow,
  finer,
  isOf,
  PROMPT_BUCKETS,
  priceOf,
  type TokenBucket,
  type Traffic,
  tokensIn,
} from './traffic.ts';

/** Flows after a change, in units that are `finer` times as fine as before it. */
interface Changed {
  flows: readonly Flow[];
  finer: bigint;
  assumptions: Assumption[];
}

type Change1<Kind extends Change['kind']> = Extract<Change, { kind: Kind }>;
type Changer<Kind extends Change['kind']> = (
  flows: readonly Flow[],
  change: Change1<Kind>,
  prices: PriceBook,
) => InTurns<Changed>;

/** What each kind of change does to the calls that it is about. */
const CHANGES: { readonly [Kind in Change['kind']]: Changer<Kind> } = {
  model: replaceModel,
  cache: setCacheShare,
  tier: setTier,
  length: (flows, { input, output }) => stretched(flows, fractionOf(input), fractionOf(output)),
};

/** The traffic after one change, and what had to be assumed. */
export function* applyChange(
  traffic: Traffic,
  change: Change,
  prices: PriceBook,
): InTurns<{ traffic: Traffic; assumptions: Assumption[] }> {
  const about = traffic.flows.filter((flow) => isOf(change.of, flow));
  if (about.length === 0) {
    const { agent, provider, model } = change.of;
    const which = [agent, provider, model].filter(Boolean).join(' ');
    return { traffic, assumptions: [assumption('noCalls', { which })] };
  }
  const share = fractionOf(change.share);
  const inUnitsOf = (flows: readonly Flow[], by: bigint) => mapInTurns(flows, (flow) => finer(flow, by));
  const taken = share.of === 0n ? [] : yield* inUnitsOf(about, share.of);
  const kept = isWhole(share) ? [] : yield* inUnitsOf(about, share.in - share.of);
  const notAbout = traffic.flows.filter((flow) => !isOf(change.of, flow));
  const others = yield* inUnitsOf(notAbout, share.in);
  const changer = CHANGES[change.kind] as Changer<Change['kind']>;
  const changed = yield* changer(taken, change as never, prices);
  const rest = yield* inUnitsOf([...kept, ...others], changed.finer);
  const average =
    isWhole(share) || share.of === 0n ? [] : [assumption('averageCalls', { share: percent(share) })];
  return {
    traffic: { flows: [...changed.flows, ...rest], scale: traffic.scale * share.in * changed.finer },
    assumptions: [...average, ...changed.assumptions],
  };
}

function* setTier(flows: readonly Flow[], { tier }: Change1<'tier'>): InTurns<Changed> {
  const changed = yield* mapInTurns(flows, (flow) => ({
    ...flow,
    tier,
    touched: flow.touched || tier !== flow.tier,
  }));
  return { flows: changed, finer: 1n, assumptions: [] };
}

function* replaceModel(
  flows: readonly Flow[],
  change: Change1<'model'>,
  prices: PriceBook,
): InTurns<Changed> {
  const { to, tokenFactor } = change;
  const factor = fractionOf(tokenFactor);
  const moved = yield* mapInTurns(flows, (was) => {
    const flow = { ...was, ...to, requestModel: '' };
    return { ...flow, touched: was.touched || !costsAlike(prices, flow, was) };
  });
  const longer = yield* stretched(moved, factor, factor);
  const isOther = flows.some((flow) => flow.model !== to.model);
  const counts = isWhole(factor)
    ? assumption('sameTokens', { model: to.model })
    : assumption('tokenFactor', { model: to.model, factor: String(tokenFactor) });
  const written = yield* withWrites(flows, longer, change, prices);
  return { ...written, assumptions: [...(isOther ? [counts] : []), ...written.assumptions] };
}

/** Is it the same price, or none for the same name? */
function costsAlike(prices: PriceBook, flow: Flow, was: Flow): boolean {
  if (was.model === flow.model && was.provider === flow.provider) return true;
  const [price, old] = [priceOf(prices, flow), priceOf(prices, was)];
  return price !== undefined && price.id === old?.id && price.version === old.version;
}

/**
 * Where providers charge nothing for writes, nobody reports them. Who moves from there to one that does has to write what
 * is read, out of what goes in uncached.
 */
function* withWrites(
  before: readonly Flow[],
  { flows, finer: scale }: Changed,
  change: Change1<'model'>,
  prices: PriceBook,
): InTurns<Changed> {
  const begins = yield* mapInTurns(flows, (flow, i) => {
    const was = before[i];
    return was !== undefined && !chargesWrites(priceOf(prices, was)) && chargesWrites(priceOf(prices, flow));
  });
  const writers = flows.filter((_, i) => begins[i]);
  const reads = tokensIn(writers, ['cachedRead']);
  const isWritten = tokensIn(writers, ['cacheWrite', 'cacheWrite1h']) > 0n;
  if (reads === 0n || isWritten) return { flows, finer: scale, assumptions: [] };
  const each = fractionOf(change.readsPerWrite ?? READS_PER_WRITE);
  const uncached = tokensIn(writers, ['input']);
  const part = atMostWhole(fraction(reads * each.in, (uncached || 1n) * each.of));
  const target = change.keptFor === '1h' ? 'cacheWrite1h' : 'cacheWrite';
  return {
    flows: yield* mapInTurns(flows, (flow, i) =>
      begins[i] ? moved(flow, part.in, [['input', target, part.of]]) : finer(flow, part.in),
    ),
    finer: scale * part.in,
    assumptions: [
      assumption('writes', { times: decimal(each), source: change.readsPerWrite ? 'given' : 'assumed' }),
    ],
  };
}

/** Has it a price of its own for what is written to a cache? */
export function chargesWrites(price: AppliedPrice | undefined): boolean {
  const [write, input] = [price?.rates.get('cacheWrite'), price?.rates.get('input')];
  return write !== undefined && input !== undefined && write.base.femto > input.base.femto;
}

/**
 * Brings the cached reads of all these calls together to a share of what goes in. To lower it, each call reads and writes
 * proportionally less; to raise it, the same part of each call's uncached input is read from the cache, and written in
 * proportion to what more is read. So the share that was measured changes nothing, and calls that cache well stay better
 * than others.
 */
function* setCacheShare(flows: readonly Flow[], change: Change1<'cache'>): InTurns<Changed> {
  const prompt = tokensIn(
    flows,
    USAGE_BUCKETS.filter((bucket) => PROMPT_BUCKETS.has(bucket)),
  );
  const [reads, uncached] = [tokensIn(flows, ['cachedRead']), tokensIn(flows, ['input'])];
  const wanted = times(fractionOf(change.cacheShare), fraction(prompt, 1n));
  const lack = wanted.of - reads * wanted.in;
  if (prompt === 0n || lack === 0n) return { flows, finer: 1n, assumptions: [] };
  if (lack < 0n) {
    const left = fraction(wanted.of, wanted.in * reads);
    const gone = left.in - left.of;
    return {
      flows: yield* mapInTurns(flows, (flow) =>
        moved(flow, left.in, [
          ['cachedRead', 'input', gone],
          ['cacheWrite', 'input', gone],
          ['cacheWrite1h', 'input', gone],
        ]),
      ),
      finer: left.in,
      assumptions: [],
    };
  }
  const { each, source } = readsPerWrite(flows, change);
  const most = fraction(each.of, each.of + each.in);
  const needed = fraction(lack, wanted.in * (uncached || 1n));
  const isTooMuch = uncached === 0n || needed.of * most.in > most.of * needed.in;
  const read = isTooMuch ? most : needed;
  const write = fraction(read.of * each.in, read.in * each.of);
  const scale = read.in * write.in;
  const target: TokenBucket = change.keptFor === '1h' ? 'cacheWrite1h' : 'cacheWrite';
  const reached = fraction(reads * read.in + uncached * read.of, prompt * read.in);
  return {
    flows: yield* mapInTurns(flows, (flow) =>
      moved(flow, scale, [
        ['input', 'cachedRead', read.of * write.in],
        ['input', target, write.of * read.in],
      ]),
    ),
    finer: scale,
    assumptions: [
      assumption('writes', { times: decimal(each), source }),
      ...(isTooMuch
        ? [
            assumption('cacheCapped', {
              asked: percent(fractionOf(change.cacheShare)),
              reached: percent(reached),
            }),
          ]
        : []),
    ],
  };
}

/** As it is said, else as it is measured where caching pays at all, else {@link READS_PER_WRITE}. */
function readsPerWrite(
  flows: readonly Flow[],
  { readsPerWrite: given }: Change1<'cache'>,
): { each: Fraction; source: string } {
  if (given !== undefined) return { each: fractionOf(given), source: 'given' };
  const [reads, written] = [tokensIn(flows, ['cachedRead']), tokensIn(flows, ['cacheWrite', 'cacheWrite1h'])];
  if (written > 0n && reads >= written) return { each: fraction(reads, written), source: 'measured' };
  return { each: fractionOf(READS_PER_WRITE), source: 'assumed' };
}

/** Moves `part` of `inAll` of each bucket into another one, all at the same time, in units of 1/`inAll`. */
function moved(
  flow: Flow,
  inAll: bigint,
  moves: readonly (readonly [from: TokenBucket, to: TokenBucket, part: bigint])[],
): Flow {
  const tokens = new Map(eachTimes(flow.tokens, () => inAll));
  for (const [from, to, part] of moves) {
    const amount = (flow.tokens.get(from) ?? 0n) * part;
    if (amount === 0n) continue;
    tokens.set(from, (tokens.get(from) ?? 0n) - amount);
    tokens.set(to, (tokens.get(to) ?? 0n) + amount);
  }
  return { ...flow, touched: true, share: flow.share * inAll, tokens };
}

/** What goes in and what comes out, so many times as long. */
function* stretched(flows: readonly Flow[], input: Fraction, output: Fraction): InTurns<Changed> {
  const scale = input.in * output.in;
  const by = (bucket: TokenBucket) =>
    PROMPT_BUCKETS.has(bucket)
      ? input.of * output.in
      : ANSWER_BUCKETS.has(bucket)
        ? output.of * input.in
        : scale;
  return {
    flows: yield* mapInTurns(flows, (flow) => ({
      ...flow,
      touched: flow.touched || !isWhole(input) || !isWhole(output),
      length: times(flow.length, input),
      share: flow.share * scale,
      tokens: eachTimes(flow.tokens, by),
    })),
    finer: scale,
    assumptions: [],
  };
}

const atMostWhole = (part: Fraction): Fraction => (part.of > part.in ? { of: 1n, in: 1n } : part);

/** For people to read: in hundredths, or tenths of them. */
const percent = ({ of, in: inAll }: Fraction): string =>
  `${Number((of * 1000n + inAll / 2n) / inAll) / 10} %`;
const decimal = ({ of, in: inAll }: Fraction): string => String(Number((of * 10n + inAll / 2n) / inAll) / 10);
