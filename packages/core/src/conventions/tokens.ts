import { firstNumber } from '../attributes.ts';
import type { Json } from '../content.ts';
import type { JsonRecord } from '../message-parts.ts';
import type { Attributes } from '../span.ts';
import type { ReportedUsage } from '../usage.ts';

type Count = Exclude<keyof ReportedUsage, 'inputIncludesDetails' | 'outputIncludesDetails'>;
type Counts = Record<Count, number | undefined> &
  Pick<ReportedUsage, 'inputIncludesDetails' | 'outputIncludesDetails'>;

/** All fields at once, and no copies of them later: one object shape keeps the hot path fast. */
const noCounts = (): Counts => ({
  input: undefined,
  output: undefined,
  total: undefined,
  cachedRead: undefined,
  cacheWrite: undefined,
  cacheWrite1h: undefined,
  reasoning: undefined,
  inputAudio: undefined,
  inputImage: undefined,
  outputAudio: undefined,
  outputImage: undefined,
  searchUnits: undefined,
  inputIncludesDetails: true,
  outputIncludesDetails: true,
});

/** Which names hold which count, in order of preference. */
export type CountNames = readonly (readonly [Count, readonly string[]])[];

/** Most calls have no sound and no pictures: a 0 for them says nothing. */
const RARE: ReadonlySet<Count> = new Set([
  'inputAudio',
  'inputImage',
  'outputAudio',
  'outputImage',
  'cacheWrite1h',
]);

const isTelling = (count: Count, value: number | undefined): value is number =>
  value !== undefined && !(value === 0 && RARE.has(count));

/** The counts found under their names; undefined when there is none. */
export function countsAt(attributes: Attributes, names: CountNames): Counts | undefined {
  let counts: Counts | undefined;
  for (const [count, keys] of names) {
    const value = firstNumber(attributes, keys);
    if (!isTelling(count, value)) continue;
    counts ??= noCounts();
    counts[count] = value;
  }
  return counts;
}

const finite = (value: Json | undefined) =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** The same for counts in a JSON object; a name may point one level deeper, `details/cached`. */
export function countsIn(record: JsonRecord, names: CountNames): Counts | undefined {
  let counts: Counts | undefined;
  for (const [count, keys] of names) {
    for (const key of keys) {
      const [outer = '', inner] = key.split('/');
      const holder = record[outer];
      const value =
        inner === undefined
          ? finite(holder)
          : typeof holder === 'object' && holder !== null && !Array.isArray(holder)
            ? finite(holder[inner])
            : undefined;
      if (!isTelling(count, value)) continue;
      counts ??= noCounts();
      counts[count] = value;
      break;
    }
  }
  return counts;
}

const COUNTS = Object.keys(noCounts()).filter((name) => !name.endsWith('IncludesDetails')) as Count[];

/** Counts from two sources that each lack some: those of the first count where both have them. */
export function merged(first: Counts | undefined, second: Counts | undefined): Counts | undefined {
  if (!first || !second) return first ?? second;
  for (const count of COUNTS) first[count] ??= second[count];
  return first;
}

const inputDetails = (counts: Counts) =>
  (counts.cachedRead ?? 0) +
  (counts.cacheWrite ?? 0) +
  (counts.cacheWrite1h ?? 0) +
  (counts.inputAudio ?? 0) +
  (counts.inputImage ?? 0);
const outputDetails = (counts: Counts) =>
  (counts.reasoning ?? 0) + (counts.outputAudio ?? 0) + (counts.outputImage ?? 0);

/**
 * Counts of a convention whose input and output contain their details. Not so where details are larger than what
 * should contain them, or where the reported total is only reached with them: those were reported beside it.
 */
export function inclusive(counts: Counts | undefined): ReportedUsage | undefined {
  if (!counts) return undefined;
  const { input, output, total } = counts;
  const within = inputDetails(counts);
  const without = outputDetails(counts);
  const missing = total === undefined ? 0 : total - (input ?? 0) - (output ?? 0);
  const isMissing = (details: number) => details > 0 && (missing === details || missing === within + without);
  counts.inputIncludesDetails = input === undefined || (within <= input && !isMissing(within));
  counts.outputIncludesDetails = output === undefined || (without <= output && !isMissing(without));
  return counts;
}

/** Counts of a convention that reports cache and reasoning beside input and output. */
export function exclusive(counts: Counts | undefined): ReportedUsage | undefined {
  if (!counts) return undefined;
  counts.inputIncludesDetails = false;
  counts.outputIncludesDetails = false;
  return counts;
}

/** Anthropic's and Bedrock's counts handed on as they come: cache beside input, and not in a total. */
export const handedOn = (counts: Counts | undefined): ReportedUsage | undefined =>
  counts && exclusive({ ...counts, total: undefined });

/** Counts of a convention that leaves it to its user: the reported total tells which of the two was meant. */
export function byTotal(counts: Counts | undefined): ReportedUsage | undefined {
  if (!counts) return undefined;
  const sides = (counts.input ?? 0) + (counts.output ?? 0);
  return counts.total === sides ? inclusive(counts) : exclusive(counts);
}

/** A one-hour cache write is also part of the reported cache writes. */
export function apart1h(counts: Counts | undefined): Counts | undefined {
  if (counts?.cacheWrite1h === undefined || counts.cacheWrite === undefined) return counts;
  return { ...counts, cacheWrite: Math.max(0, counts.cacheWrite - counts.cacheWrite1h) };
}
