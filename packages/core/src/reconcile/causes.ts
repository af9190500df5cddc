import { groupBy } from '../group-by.ts';
import { tokensOf } from './amounts.ts';
import { type Left, type LeftSheet, measuredAll, partOf, type Taken } from './left.ts';
import { ALL_MODELS } from './sheet.ts';

/** What explains a part of the difference. Sentences and advice are the reader's, in his language. */
export const CAUSE_KINDS = [
  'time-zone',
  'named-differently',
  'cached-twice',
  'cached-untold',
  'estimated',
  'unpriced',
  'missing-days',
  'missing-models',
  'missing-share',
  'errors-unbilled',
  'not-on-statement',
  'rounded',
  'other-price',
] as const;
export type CauseKind = (typeof CAUSE_KINDS)[number];

/** What a cause says besides its amounts. */
export interface CauseFacts {
  /** When days seem to begin, and how far both sides are apart as told and so. */
  zone?: string;
  apart?: { unit: 'tokens' | 'usd'; before: number; after: number };
  /** Stated as a multiple of measured. */
  factor?: number;
  /** False when the factor may as well be one of tokens: the statement has none. */
  tokensTold?: boolean;
  /** The share that was measured is about the same everywhere. */
  steadyShare?: number;
  /** Keys of the statement and of spans. */
  pairs?: { stated: string; measured: string }[];
}

export interface Found {
  taken: Taken[];
  facts?: CauseFacts;
}

export interface CauseEntry {
  kind: CauseKind;
  /** What it explains of what is left; nothing when it is not the case. */
  find(sheet: LeftSheet): Found[];
}

const NEAR = 0.01;
const STEADY = 0.05;
const near = (a: number, b: number, within: number): boolean =>
  Math.abs(a - b) <= within * Math.max(Math.abs(a), Math.abs(b), 1);
const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const positive = (value: bigint | undefined): bigint => (value !== undefined && value > 0n ? value : 0n);
const negative = (value: bigint | undefined): bigint => (value !== undefined && value < 0n ? value : 0n);
const one = (taken: Taken[], facts?: CauseFacts): Found[] =>
  taken.length === 0 ? [] : [{ taken, ...(facts && { facts }) }];

/** Tokens that the statement has more, and what of the cost goes with them. */
function missing({ left, cell }: { left: Left; cell: Left['cell'] }): Taken | undefined {
  const stated = tokensOf(cell.stated);
  if (stated === undefined) {
    return cell.isMeasured || !left.cost ? undefined : { left, tokens: 0, cost: positive(left.cost) };
  }
  const tokens = Math.max(0, left.tokens ?? 0);
  if (tokens === 0 || stated === 0) return undefined;
  return {
    left,
    tokens,
    cost: smaller(positive(left.cost), partOf(positive(cell.stated.cost), tokens, stated)),
  };
}

const missingWhere =
  (which: (left: Left, sheet: LeftSheet) => boolean) =>
  (sheet: LeftSheet): Taken[] =>
    sheet.left.flatMap((left) => {
      if (!which(left, sheet)) return [];
      const taken = missing({ left, cell: left.cell });
      return taken && (taken.tokens > 0 || taken.cost > 0n) ? [taken] : [];
    });

/** The share measured of what is stated, when it is about the same on all days. */
function steadyShare(taken: readonly Taken[]): number | undefined {
  const shares = taken.flatMap(({ left: { cell } }) => {
    const stated = tokensOf(cell.stated) ?? 0;
    return stated > 0 ? [measuredAll(cell) / stated] : [];
  });
  if (shares.length < 3) return undefined;
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  return shares.every((share) => near(share, mean, STEADY)) ? mean : undefined;
}

/** A model only stated and one only measured, of about as many tokens in all, are taken for one; the largest first. */
function pairsOf({ byKey }: LeftSheet): [Left[], Left[]][] {
  const groups = [...byKey]
    .filter(([key]) => key !== ALL_MODELS)
    .map(([, of]) => ({ of, tokens: of.reduce((all, { tokens = 0 }) => all + tokens, 0) }));
  const largestFirst = (a: { tokens: number }, b: { tokens: number }) =>
    Math.abs(b.tokens) - Math.abs(a.tokens);
  const onlyStated = groups.filter(
    ({ of, tokens }) => tokens > 0 && of.every(({ cell }) => !cell.isMeasured),
  );
  const onlyMeasured = groups
    .filter(({ of, tokens }) => tokens < 0 && of.every(({ cell }) => !cell.isStated))
    .sort(largestFirst);
  const pairs: [Left[], Left[]][] = [];
  let at = 0;
  for (const stated of onlyStated.sort(largestFirst)) {
    const isNear = ({ tokens }: { tokens: number }) => near(stated.tokens, -tokens, NEAR);
    let measured = onlyMeasured[at];
    // What is too large for this one is too large for all that follow.
    while (measured && -measured.tokens > stated.tokens && !isNear(measured)) {
      at += 1;
      measured = onlyMeasured[at];
    }
    if (!measured || !isNear(measured)) continue;
    pairs.push([stated.of, measured.of]);
    at += 1;
  }
  return pairs;
}

function samePair([stated, measured]: [Left[], Left[]]): Taken[] {
  const byDay = new Map(measured.map((less) => [less.cell.day, less]));
  return stated.flatMap((more) => {
    const less = byDay.get(more.cell.day);
    if (!less) return [];
    const tokens = Math.min(more.tokens ?? 0, -(less.tokens ?? 0));
    const cost = smaller(positive(more.cost), -negative(less.cost));
    return [
      { left: more, tokens, cost },
      { left: less, tokens: -tokens, cost: -cost },
    ];
  });
}

/** Cells whose tokens agree but whose cost does not, by how many times as much is stated. */
function otherPrice(sheet: LeftSheet): Found[] {
  const apart = sheet.left.flatMap((left): Taken[] => {
    const { cell, cost } = left;
    if (!cost || cell.measured.cost <= 0n || !cell.isStated) return [];
    if (sheet.tellsTokens && !sheet.agreesInTokens(cell)) return [];
    return [{ left, tokens: 0, cost }];
  });
  const factorOf = ({ left: { cell } }: Taken) => Number(cell.stated.cost ?? 0n) / Number(cell.measured.cost);
  const groups = groupBy(apart, (taken) => factorOf(taken).toPrecision(2));
  // Without tokens, only what is the same again and again is taken for a price.
  const steady = [...groups.values()].filter(({ length }) => sheet.tellsTokens || length > 1);
  return steady.map((taken) => {
    const sum = (of: (taken: Taken) => bigint) => Number(taken.reduce((all, each) => all + of(each), 0n));
    const factor =
      sum(({ left }) => left.cell.stated.cost ?? 0n) / sum(({ left }) => left.cell.measured.cost);
    return { taken, facts: { factor, tokensTold: sheet.tellsTokens } };
  });
}

/**
 * Every cause, in the order in which it is looked for: each explains a part of what those before it have left, so that no
 * token and no cent is explained twice. (Where days begin is found before, by moving them.)
 */
export const CAUSES: readonly CauseEntry[] = [
  {
    kind: 'named-differently',
    find: (sheet) => {
      const pairs = pairsOf(sheet);
      const keys = pairs.map(([stated, measured]) => ({
        stated: stated[0]?.cell.key ?? '',
        measured: measured[0]?.cell.key ?? '',
      }));
      return one(pairs.flatMap(samePair), { pairs: keys });
    },
  },
  {
    // Spans whose input still contains what was read from the cache.
    kind: 'cached-twice',
    find: ({ left }) =>
      one(
        left.flatMap((each) => {
          const { stated, measured } = each.cell;
          const { input, cachedRead = 0 } = stated;
          if (input === undefined || cachedRead === 0) return [];
          const isTwice =
            near(measured.cachedRead, cachedRead, NEAR) && near(measured.input, input + cachedRead, NEAR);
          const tokens = Math.max(each.tokens ?? 0, -cachedRead);
          return isTwice && tokens < 0 ? [{ left: each, tokens, cost: negative(each.cost) }] : [];
        }),
      ),
  },
  {
    // Spans that do not tell that a part of the input was read from the cache.
    kind: 'cached-untold',
    find: ({ left }) =>
      one(
        left.flatMap((each) => {
          const { stated, measured } = each.cell;
          const { input, cachedRead = 0 } = stated;
          if (input === undefined || cachedRead === 0 || measured.cachedRead > 0) return [];
          const isUntold = near(measured.input, input + cachedRead, NEAR);
          return isUntold && negative(each.cost) < 0n
            ? [{ left: each, tokens: 0, cost: negative(each.cost) }]
            : [];
        }),
      ),
  },
  {
    kind: 'estimated',
    find: ({ left }) =>
      one(
        left.flatMap((each) => {
          const { estimatedTokens, estimatedCost } = each.cell.measured;
          const gap = each.tokens ?? 0;
          const tokens = Math.sign(gap) * Math.min(Math.abs(gap), estimatedTokens);
          const { cost = 0n } = each;
          const most = cost < 0n ? -smaller(-cost, estimatedCost) : smaller(cost, estimatedCost);
          const goes = tokens === 0 ? 0n : most;
          return tokens === 0 ? [] : [{ left: each, tokens, cost: goes }];
        }),
      ),
  },
  {
    kind: 'unpriced',
    find: ({ left }) =>
      one(
        left.flatMap((each) => {
          const { cell, cost } = each;
          const { unpricedTokens } = cell.measured;
          if (unpricedTokens === 0 || positive(cost) === 0n) return [];
          const all = Math.max(tokensOf(cell.stated) ?? 0, measuredAll(cell), unpricedTokens);
          const goes = smaller(positive(cost), partOf(positive(cell.stated.cost), unpricedTokens, all));
          return [{ left: each, tokens: 0, cost: goes }];
        }),
      ),
  },
  {
    kind: 'missing-models',
    find: (sheet) =>
      one(missingWhere(({ cell }) => cell.key !== ALL_MODELS && !sheet.measuredKeys.has(cell.key))(sheet)),
  },
  {
    kind: 'missing-days',
    find: (sheet) => one(missingWhere(({ cell }) => !sheet.measuredDays.has(cell.day))(sheet)),
  },
  {
    kind: 'missing-share',
    find: (sheet) => {
      const taken = missingWhere(() => true)(sheet);
      const share = steadyShare(taken);
      return one(taken, share === undefined ? undefined : { steadyShare: share });
    },
  },
  {
    kind: 'errors-unbilled',
    find: ({ left }) =>
      one(
        left.flatMap((each) => {
          const { errorTokens, errorCost } = each.cell.measured;
          const tokens = -Math.min(Math.max(0, -(each.tokens ?? 0)), errorTokens);
          return tokens === 0
            ? []
            : [{ left: each, tokens, cost: -smaller(-negative(each.cost), errorCost) }];
        }),
      ),
  },
  {
    kind: 'not-on-statement',
    find: ({ left }) =>
      one(
        left.flatMap((each) => {
          const { cell } = each;
          const tokens = Math.min(0, each.tokens ?? 0);
          const isWhole = !cell.isStated;
          if (tokens === 0 && !isWhole) return [];
          const goes = isWhole ? cell.measured.cost : partOf(cell.measured.cost, -tokens, measuredAll(cell));
          const cost = -smaller(-negative(each.cost), goes);
          return tokens === 0 && cost === 0n ? [] : [{ left: each, tokens, cost }];
        }),
      ),
  },
  {
    kind: 'rounded',
    find: ({ left, halfPlace }) =>
      one(
        left.flatMap((each) => {
          const { cost = 0n, cell } = each;
          const most = halfPlace * BigInt(cell.stated.costs ?? 0);
          return cost !== 0n && cost <= most && cost >= -most ? [{ left: each, tokens: 0, cost }] : [];
        }),
      ),
  },
  { kind: 'other-price', find: otherPrice },
];
