import { metricNamed } from '../metrics.ts';
import type { Band } from '../series/baseline.ts';
import type { Condition, ConditionKind, ConditionOf, Direction } from './condition.ts';
import type { MetricWatch } from './watch.ts';

/** A window that a condition needs the figure of, in seconds before the evaluation. */
export interface Ask {
  fromAgo: number;
  toAgo: number;
}

/** The figure of a group in one such window. */
export interface Figure {
  /** Null: there is nothing that it could be of. */
  value: number | null;
  /** How many rows it is of. */
  rows: number;
}
const NOTHING: Figure = { value: null, rows: 0 };

/**
 * What a group tells at one evaluation. `between`: not bad, yet not good enough to end what fires. `nothing`: it tells
 * neither.
 */
export type Signal = 'bad' | 'between' | 'good' | 'nothing';
export interface Judgement {
  signal: Signal;
  value: number | null;
  /** What the value was held against; null where there is no such thing. */
  limit: number | null;
}

interface Judging<Kind extends ConditionKind> {
  asks(condition: ConditionOf<Kind>, windowSeconds: number): Ask[];
  /** Figures are one for each of {@link asks}, in order; those of fewer rows than the rule wants are nothing. */
  judge(condition: ConditionOf<Kind>, figures: readonly Figure[], given: Given): Judgement;
}
interface Given {
  metric: string;
  /** What is usual of the first window; undefined where nothing is learned yet. */
  band: Band | undefined;
}

const now = (windowSeconds: number): Ask => ({ fromAgo: windowSeconds, toAgo: 0 });
const HOUR = 3600;
const AGO = { day: 24 * HOUR, week: 7 * 24 * HOUR };

const COMPARE = {
  '>': (a: number, b: number) => a > b,
  '>=': (a: number, b: number) => a >= b,
  '<': (a: number, b: number) => a < b,
  '<=': (a: number, b: number) => a <= b,
};

const goes = (off: number, direction: Direction): boolean =>
  direction === 'either' ? off !== 0 : direction === 'above' ? off > 0 : off < 0;

const tell = (bad: boolean, between: boolean): Signal => (bad ? 'bad' : between ? 'between' : 'good');

/** Every kind of condition: what it asks, and what it makes of the answers. */
const CONDITIONS: { [Kind in ConditionKind]: Judging<Kind> } = {
  threshold: {
    asks: (_, windowSeconds) => [now(windowSeconds)],
    judge({ op, limit, recovery = limit }, [{ value } = NOTHING]) {
      if (value === null) return { signal: 'nothing', value, limit };
      const beyond = COMPARE[op];
      return { signal: tell(beyond(value, limit), beyond(value, recovery)), value, limit };
    },
  },

  change: {
    asks({ against }, windowSeconds) {
      const ago = against === 'previous' ? windowSeconds : AGO[against];
      return [now(windowSeconds), { fromAgo: windowSeconds + ago, toAgo: ago }];
    },
    judge({ direction, percent, recoveryPercent = percent, leastChange }, [{ value } = NOTHING, before]) {
      const was = before?.value ?? null;
      if (value === null || was === null) return { signal: 'nothing', value, limit: was };
      const off = value - was;
      const relevant = goes(off, direction) && Math.abs(off) >= leastChange;
      const share = was === 0 ? Infinity : Math.abs(off / was) * 100;
      return {
        signal: tell(relevant && share > percent, relevant && share > recoveryPercent),
        ...{ value, limit: was },
      };
    },
  },

  anomaly: {
    asks: (_, windowSeconds) => [now(windowSeconds)],
    judge({ direction, leastChange, leastPercent }, [{ value } = NOTHING], { band }) {
      if (value === null || band === undefined) return { signal: 'nothing', value, limit: null };
      const off = value - band.expected;
      const least = Math.max(leastChange, (leastPercent / 100) * Math.abs(band.expected));
      const outside = value < band.low || value > band.high;
      const bad = outside && goes(off, direction) && Math.abs(off) >= least;
      return { signal: tell(bad, false), value, limit: off < 0 ? band.low : band.high };
    },
  },

  noData: {
    asks: (_, windowSeconds) => [now(windowSeconds)],
    judge: (_, [{ rows } = NOTHING]) => ({
      signal: rows === 0 ? 'nothing' : 'good',
      value: rows,
      limit: null,
    }),
  },

  burnRate: {
    asks: ({ windows }) =>
      windows.flatMap(({ longSeconds, shortSeconds }) => [now(longSeconds), now(shortSeconds)]),
    judge({ objective, windows }, figures, { metric }) {
      const isGood = metricNamed(metric)?.better === 'more';
      const burn = ({ value } = NOTHING): number | null =>
        value === null ? null : (isGood ? 1 - value : value) / (1 - objective);
      const pairs = windows.map(({ factor }, i) => {
        const [long, short] = [burn(figures[2 * i]), burn(figures[2 * i + 1])];
        return { factor, long, bad: long !== null && short !== null && long > factor && short > factor };
      });
      const [shown = { factor: null, long: null }] = [...pairs.filter(({ bad }) => bad), ...pairs];
      const isKnown = pairs.some(({ long }) => long !== null);
      return {
        signal: isKnown
          ? tell(
              pairs.some(({ bad }) => bad),
              false,
            )
          : 'nothing',
        ...{ value: shown.long, limit: shown.factor },
      };
    },
  },
};

const judging = <Kind extends ConditionKind>(condition: ConditionOf<Kind>): Judging<Kind> =>
  CONDITIONS[condition.kind as Kind];

/** The windows that a rule's condition needs figures of. */
export const asksOf = ({
  condition,
  windowSeconds,
}: Pick<MetricWatch, 'condition' | 'windowSeconds'>): Ask[] =>
  judging(condition).asks(condition as ConditionOf<ConditionKind> & Condition, windowSeconds);

/** What a group's figures mean, one for each of {@link asksOf}, in order. */
export function judgeFigures(
  { metric, condition, leastRows }: Pick<MetricWatch, 'metric' | 'condition' | 'leastRows'>,
  figures: readonly Figure[],
  band?: Band,
): Judgement {
  const telling = figures.map((each) => (each.rows < leastRows ? { ...each, value: null } : each));
  return judging(condition).judge(condition as never, telling, { metric, band });
}
