/** What is known of a user when they are told apart, in whole days of 24 hours up to a moment. */
export const SEGMENT_FACTS = ['age', 'away', 'recent', 'active'] as const;
export type SegmentFact = (typeof SEGMENT_FACTS)[number];

/** `age` since first seen, `away` since last seen, days `active` in the last 28, days in the last 56 (`recent`). */
export type UserFacts = Readonly<Record<SegmentFact, number>>;

/** The windows in which active days are counted. */
export const ACTIVE_DAYS = 28;
export const RECENT_DAYS = 56;

export const SEGMENTS = ['new', 'power', 'regular', 'occasional', 'slipping', 'lost'] as const;
export type Segment = (typeof SEGMENTS)[number];

export interface SegmentRule {
  segment: Segment;
  /** All of it holds: a fact is at least so much, or less than so much. Nothing: whoever is left. */
  when: readonly { fact: SegmentFact; atLeast?: number; below?: number }[];
}

/** Read from the top: a user belongs to the first that holds. */
export const SEGMENT_RULES: readonly SegmentRule[] = [
  { segment: 'lost', when: [{ fact: 'away', atLeast: 28 }] },
  { segment: 'new', when: [{ fact: 'age', below: 7 }] },
  {
    segment: 'slipping',
    when: [
      { fact: 'away', atLeast: 7 },
      { fact: 'recent', atLeast: 4 },
    ],
  },
  { segment: 'power', when: [{ fact: 'active', atLeast: 12 }] },
  { segment: 'regular', when: [{ fact: 'active', atLeast: 4 }] },
  { segment: 'occasional', when: [] },
];

const holds = (facts: UserFacts, { when }: SegmentRule): boolean =>
  when.every(
    ({ fact, atLeast = 0, below = Number.POSITIVE_INFINITY }) =>
      facts[fact] >= atLeast && facts[fact] < below,
  );

/** How a user who was ever seen is engaged. */
export const segmentOf = (facts: UserFacts): Segment =>
  SEGMENT_RULES.find((rule) => holds(facts, rule))?.segment ?? 'occasional';
