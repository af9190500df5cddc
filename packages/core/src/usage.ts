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
const count = (value: number | undefined): number | undefined =>
  value !== undefined && Number.isFinite(value) && value >= 0 ? Math.round(value) : undefined;

/**
 * Takes reported counts apart into exclusive buckets. Negative, NaN and infinite counts are ignored. Details that
 * exceed the count which should contain them leave that bucket at 0 and set `mismatch`. Returns undefined when
 * nothing was reported.
 */
export function exclusiveUsage(reported: ReportedUsage): Usage | undefined {
  const usage: Partial<Record<UsageBucket, number>> = {};
  let sum = 0;
  let any = false;
  let mismatch = false;
  const put = (bucket: UsageBucket, value: number | undefined) => {
    const n = count(value);
    if (n === undefined) return 0;
    usage[bucket] = n;
    sum += n;
    any = true;
    return n;
  };
  const side = (
    bucket: 'input' | 'output',
    whole: number | undefined,
    details: readonly UsageBucket[],
    includes: boolean,
  ) => {
    const detailSum = details.reduce(
      (total, detail) => total + put(detail, reported[detail as keyof ReportedUsage] as number | undefined),
      0,
    );
    const n = count(whole);
    if (n === undefined) return;
    if (includes && detailSum > n) mismatch = true;
    put(bucket, includes ? Math.max(0, n - detailSum) : n);
  };
  side('input', reported.input, INPUT_DETAILS, reported.inputIncludesDetails);
  side('output', reported.output, OUTPUT_DETAILS, reported.outputIncludesDetails);
  put('searchUnits', reported.searchUnits);
  const total = count(reported.total);
  if (!any) return total === undefined ? undefined : { total };
  const tokens = sum - (usage.searchUnits ?? 0);
  if (
    total !== undefined &&
    total !== tokens &&
    reported.input !== undefined &&
    reported.output !== undefined
  ) {
    mismatch = true;
  }
  return { ...usage, total: tokens, ...(mismatch ? { mismatch } : {}) };
}
