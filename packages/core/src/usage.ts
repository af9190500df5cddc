/**
 * Token usage in exclusive buckets: every token sits in exactly one, so that the sum of the buckets is the
 * total and a price can be applied bucket by bucket. Bucket names are the field names of the public API.
 */
export const USAGE_BUCKETS = [
  'input',
  'cachedRead',
  'cacheWrite',
  'cacheWrite1h',
  'inputAudio',
  'inputImage',
  'output',
  'reasoning',
  'outputAudio',
  'outputImage',
  'searchUnits',
] as const;

export type UsageBucket = (typeof USAGE_BUCKETS)[number];

/** Exclusive counts; an absent bucket was not reported. `total` is the sum of buckets, or what was sent if only that was. */
export type Usage = Partial<Record<UsageBucket, number>> & {
  total: number;
  /** True when the reported total and the sum of the reported parts disagree; both are kept as sent. */
  mismatch?: boolean;
};

/**
 * What an SDK reported, in its own sense. Conventions differ in whether `input` contains the cached tokens and
 * whether `output` contains the reasoning tokens: each says so, and {@link exclusiveUsage} takes them apart.
 */
export interface ReportedUsage {
  input?: number | undefined;
  output?: number | undefined;
  total?: number | undefined;
  cachedRead?: number | undefined;
  cacheWrite?: number | undefined;
  cacheWrite1h?: number | undefined;
  reasoning?: number | undefined;
  inputAudio?: number | undefined;
  inputImage?: number | undefined;
  outputAudio?: number | undefined;
  outputImage?: number | undefined;
  searchUnits?: number | undefined;
  /** `input` already contains cached reads, cache writes, audio and image input. */
  inputIncludesDetails: boolean;
  /** `output` already contains reasoning, audio and image output. */
  outputIncludesDetails: boolean;
}

const INPUT_DETAILS = ['cachedRead', 'cacheWrite', 'cacheWrite1h', 'inputAudio', 'inputImage'] as const;
const OUTPUT_DETAILS = ['reasoning', 'outputAudio', 'outputImage'] as const;

type Counts = { readonly [Bucket in UsageBucket]?: number | undefined };
const sumOf = (usage: Counts, buckets: readonly UsageBucket[]): number =>
  buckets.reduce((sum, bucket) => sum + (usage[bucket] ?? 0), 0);

/** Tokens of what was asked as providers count them, with whatever was read from a cache or was no text. */
export const promptTokens = (usage: Counts): number => sumOf(usage, ['input', ...INPUT_DETAILS]);
/** The same of what was answered, with what was reasoned. */
export const completionTokens = (usage: Counts): number => sumOf(usage, ['output', ...OUTPUT_DETAILS]);

const count = (value: number | undefined): number | undefined =>
  value !== undefined && Number.isFinite(value) && value >= 0 ? Math.round(value) : undefined;

/**
 * Takes reported counts apart into exclusive buckets. Negative, NaN and infinite counts are ignored. Details that
 * exceed the count which should contain them leave that bucket at 0 and set `mismatch`. Returns undefined when
 * nothing was reported.
 */
export function exclusiveUsage(reported: ReportedUsage): Usage | undefined {
  const usage: Usage = { total: 0 };
  let any = false;
  let mismatch = false;
  const put = (bucket: UsageBucket, value: number | undefined): number => {
    const n = count(value);
    if (n === undefined) return 0;
    usage[bucket] = n;
    usage.total += n;
    any = true;
    return n;
  };
  const side = (
    bucket: 'input' | 'output',
    details: typeof INPUT_DETAILS | typeof OUTPUT_DETAILS,
    includes: boolean,
  ): void => {
    let detailSum = 0;
    for (const detail of details) detailSum += put(detail, reported[detail]);
    const n = count(reported[bucket]);
    if (n === undefined) return;
    if (includes && detailSum > n) mismatch = true;
    put(bucket, includes ? Math.max(0, n - detailSum) : n);
  };
  side('input', INPUT_DETAILS, reported.inputIncludesDetails);
  side('output', OUTPUT_DETAILS, reported.outputIncludesDetails);
  const tokens = usage.total;
  put('searchUnits', reported.searchUnits);
  const total = count(reported.total);
  if (!any) return total === undefined ? undefined : { total };
  usage.total = tokens;
  const areBothSidesKnown = reported.input !== undefined && reported.output !== undefined;
  if (mismatch || (total !== undefined && total !== tokens && areBothSidesKnown)) usage.mismatch = true;
  return usage;
}
