/** Longer is for ever. A hundred years. */
export const MAX_DAYS = 36_500;

/**
 * What is kept for a time of its own, and for how long unless somebody says otherwise: whole days in UTC; null: for ever. Of a kind that is
 * `within` another nothing is kept for longer than that, of one that `outlives` another nothing for less.
 */
const KINDS = {
  /** With what finds them: traces by id, errors. */
  spans: { days: null },
  /** Texts: input, output, and what is too long for a span. */
  payloads: { days: null, within: 'spans' },
  logs: { days: null },
  scores: { days: null },
  /** Points of metrics that applications send. */
  metrics: { days: null },
  events: { days: null },
  /** Who was online, and the states of agents. */
  presence: { days: 400 },
  /** When users were active, first and last. */
  users: { days: 800 },
  /** Sums of hours, by which charts answer for what is over. */
  rollups: { days: null, outlives: 'spans' },
} as const satisfies Record<string, { days: number | null; within?: 'spans'; outlives?: 'spans' }>;

export type RetentionKind = keyof typeof KINDS;
export const RETENTION_KINDS = Object.keys(KINDS) as [RetentionKind, ...RetentionKind[]];

/** Days of each kind; null: for ever. */
export type Retention = Readonly<Record<RetentionKind, number | null>>;
/** The same where only some are said. */
export type SomeRetention = Readonly<Partial<Record<RetentionKind, number | null>>>;

export const BUILT_IN = Object.fromEntries(
  RETENTION_KINDS.map((kind) => [kind, KINDS[kind].days]),
) as Retention;

const daysOf = (days: number | null): number => days ?? Number.POSITIVE_INFINITY;
export const shorter = (a: number | null, b: number | null): number | null => (daysOf(a) < daysOf(b) ? a : b);
export const longer = (a: number | null, b: number | null): number | null => (daysOf(a) > daysOf(b) ? a : b);

/** What holds: what a project says, else what is said of all, and no kind beyond what it depends on. */
export function retentionOf(own: SomeRetention, defaults: Retention): Retention {
  const said = (kind: RetentionKind) => own[kind] ?? (own[kind] === null ? null : defaults[kind]);
  const bounded = (kind: RetentionKind): number | null => {
    const rule: { days: number | null; within?: 'spans'; outlives?: 'spans' } = KINDS[kind];
    if (rule.within) return shorter(said(kind), said(rule.within));
    return rule.outlives ? longer(said(kind), said(rule.outlives)) : said(kind);
  };
  return Object.fromEntries(RETENTION_KINDS.map((kind) => [kind, bounded(kind)])) as Retention;
}

const ENTRY = /^\s*([a-z]+)\s*=\s*(forever|\d{1,5})\s*$/;

/** `spans=90, rollups=forever` as the defaults of all projects; undefined when it says something else. */
export function parseRetention(text: string): Retention | undefined {
  const said: Partial<Record<RetentionKind, number | null>> = {};
  for (const entry of text.split(',')) {
    const [, name = '', length = ''] = ENTRY.exec(entry) ?? [];
    const kind = RETENTION_KINDS.find((each) => each === name);
    const days = length === 'forever' ? null : Number(length);
    if (kind === undefined || kind in said || days === 0 || (days ?? 1) > MAX_DAYS) return undefined;
    said[kind] = days;
  }
  return retentionOf(said, BUILT_IN);
}

/** Whether anything is kept for less time than before. */
export const isShorter = (after: Retention, before: Retention): boolean =>
  RETENTION_KINDS.some((kind) => daysOf(after[kind]) < daysOf(before[kind]));
