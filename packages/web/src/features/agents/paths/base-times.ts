/** When it was what is compared with: at the same time (of another version), right before, a week earlier, or whenever one likes. */
export const BASE_TIMES = ['same', 'previous', 'week', 'own'] as const;
export type BaseTime = (typeof BASE_TIMES)[number];

/** ISO 8601. */
export interface Times {
  from: string;
  to: string;
}

/** As the address has them. */
interface OwnTimes {
  from: string | undefined;
  to: string | undefined;
}

const WEEK_MS = 7 * 86_400_000;

const earlier = ({ from, to }: Times, byMs: number): Times => {
  const before = (at: string) => new Date(Date.parse(at) - byMs).toISOString();
  return { from: before(from), to: before(to) };
};

/** Which times stand against a range; `own` as it was chosen, as long as it goes forward. */
export function baseTimes(time: BaseTime, range: Times, own: OwnTimes): Times {
  const lengthMs = Date.parse(range.to) - Date.parse(range.from);
  if (time === 'same') return range;
  if (time === 'week') return earlier(range, WEEK_MS);
  const { from = '', to = '' } = own;
  const chosen = time === 'own' && Date.parse(from) < Date.parse(to);
  return chosen ? { from, to } : earlier(range, lengthMs);
}
