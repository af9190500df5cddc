/**
 * All functions that a reader's query may call, in the engine's spelling: what is not here is refused. Left out is all
 * that reaches beyond its arguments (files, addresses, dictionaries, tables, settings, the machine), that waits, fails at
 * will or changes something, or that takes a type or a query as text.
 *
 * The engine cannot interrupt a function while it computes a block of rows. So what is here does work in proportion to
 * the values it is given, which its memory bounds; never to their product, as when each of many is looked for in all of a
 * long list.
 */
const PLAIN = `
plus minus multiply divide intDiv modulo negate abs sign floor ceil round trunc sqrt cbrt exp log log2 log10 pow greatest least
isNaN isFinite ifNotFinite roundDown
equals notEquals less greater lessOrEquals greaterOrEquals and or xor not like notLike ilike notILike
if multiIf coalesce ifNull nullIf isNull isNotNull assumeNotNull toNullable transform
toString toInt8 toInt16 toInt32 toInt64 toUInt8 toUInt16 toUInt32 toUInt64 toFloat32 toFloat64 toBool toTypeName
toInt32OrZero toInt64OrZero toUInt32OrZero toUInt64OrZero toFloat64OrZero toInt32OrNull toInt64OrNull toUInt32OrNull
toUInt64OrNull toFloat64OrNull toDecimal32 toDecimal64 toDecimal128
now now64 today yesterday toDate toDate32 toDateTime toDateTime64 toTimeZone parseDateTimeBestEffort
parseDateTimeBestEffortOrNull parseDateTimeBestEffortOrZero toUnixTimestamp fromUnixTimestamp toUnixTimestamp64Milli
toUnixTimestamp64Nano fromUnixTimestamp64Milli fromUnixTimestamp64Nano formatDateTime dateDiff dateTrunc age timeSlot
toYear toQuarter toMonth toDayOfMonth toDayOfWeek toDayOfYear toHour toMinute toSecond toWeek toISOWeek toISOYear toMonday
toYYYYMM toYYYYMMDD toStartOfYear toStartOfISOYear toStartOfQuarter toStartOfMonth toStartOfWeek toStartOfDay toStartOfHour
toStartOfFifteenMinutes toStartOfTenMinutes toStartOfFiveMinutes toStartOfMinute toStartOfSecond toStartOfInterval
addSeconds addMinutes addHours addDays addWeeks addMonths addQuarters addYears subtractSeconds subtractMinutes
subtractHours subtractDays subtractWeeks subtractMonths subtractQuarters subtractYears
toIntervalSecond toIntervalMinute toIntervalHour toIntervalDay toIntervalWeek toIntervalMonth toIntervalQuarter
toIntervalYear
length lengthUTF8 empty notEmpty lower upper lowerUTF8 upperUTF8 reverse concat concatWithSeparator substring substringUTF8
left right leftUTF8 rightUTF8 trim trimLeft trimRight trimBoth startsWith endsWith position positionUTF8
positionCaseInsensitive positionCaseInsensitiveUTF8 countSubstrings match extract extractAll replaceOne replaceAll
replaceRegexpOne replaceRegexpAll splitByChar splitByString splitByWhitespace arrayStringConcat hex unhex base64Encode
base64Decode domain path cutQueryString extractURLParameter
JSONHas JSONLength JSONType JSONExtractString JSONExtractInt JSONExtractUInt JSONExtractFloat JSONExtractBool
JSONExtractRaw JSONExtractArrayRaw JSONExtractKeys isValidJSON
array arrayElement arrayJoin has indexOf arrayCount arrayExists arrayAll arrayFilter arrayMap arraySum arrayAvg arrayMin
arrayMax arrayFirst arrayLast arraySort arrayReverseSort arrayReverse arrayDistinct arrayUniq arraySlice arrayConcat
arrayFlatten arrayEnumerate arrayZip arrayDifference arrayCumSum arrayCompact range
map mapKeys mapValues mapContains mapFilter mapApply tuple tupleElement
cityHash64 sipHash64 xxHash64 formatReadableSize formatReadableQuantity formatReadableTimeDelta bar rand`;

/** They also take the suffixes below. */
const AGGREGATES = `
count sum avg min max any anyLast argMin argMax sumWithOverflow sumKahan avgWeighted
uniq uniqExact uniqCombined uniqHLL12 median quantile quantiles quantileExact quantilesExact quantileTDigest
quantilesTDigest quantileExactWeighted quantileTiming quantilesTiming
stddevPop stddevSamp varPop varSamp covarPop covarSamp corr skewPop skewSamp kurtPop kurtSamp entropy
topK topKWeighted groupArray groupUniqArray simpleLinearRegression windowFunnel retention deltaSum deltaSumTimestamp`;

const OF_WINDOWS = `
row_number rank dense_rank percent_rank ntile lag lead lagInFrame leadInFrame first_value last_value nth_value`;

/** Aggregates whose figure does not cost more the more rows there are, so that it can be told at every row. */
const OVER_WINDOWS = `count sum avg min max any anyLast argMin argMax sumWithOverflow`;

/** What is looked for in the first argument is written in the query: all arguments after it. */
const FIXED_REST = `
like notLike ilike notILike match extract extractAll position positionUTF8 positionCaseInsensitive
positionCaseInsensitiveUTF8 countSubstrings replaceOne replaceAll replaceRegexpOne replaceRegexpAll extractURLParameter
has indexOf mapContains substringUTF8 leftUTF8 rightUTF8
JSONHas JSONLength JSONType JSONExtractString JSONExtractInt JSONExtractUInt JSONExtractFloat JSONExtractBool
JSONExtractRaw JSONExtractArrayRaw JSONExtractKeys`;
/** The same of what a text is split by: the first argument. */
const FIXED_FIRST = 'splitByChar splitByString';

const words = (text: string): string[] => text.trim().split(/\s+/);

/** What an aggregate's name may end in: which rows it takes, and what it says when there are none. */
const SUFFIXES = ['If', 'Distinct', 'OrNull', 'OrDefault', 'Array'] as const;

/** Lists that aggregates make grow no longer than this, said or not. */
const MAX_LIST = 10_000;
const LISTS: ReadonlySet<string> = new Set(['groupArray', 'groupUniqArray']);

/** The names, for whoever offers them while one writes. */
export const FUNCTIONS: readonly string[] = [
  ...words(PLAIN),
  ...words(AGGREGATES),
  ...words(OF_WINDOWS),
].sort();

const FIXED = new Map<string, 'first' | 'rest'>([
  ...words(FIXED_REST).map((name) => [name, 'rest'] as const),
  ...words(FIXED_FIRST).map((name) => [name, 'first'] as const),
]);
const WINDOWED: ReadonlySet<string> = new Set([...words(OVER_WINDOWS), ...words(OF_WINDOWS)]);

const byName = (names: readonly string[]) => new Map(names.map((name) => [name.toLowerCase(), name]));
const KNOWN = byName(FUNCTIONS);
const KNOWN_AGGREGATES = byName(words(AGGREGATES));

export interface KnownFunction {
  /** As the engine spells it. */
  name: string;
  /** How long a list it may make. */
  longest: number | undefined;
  /** Arguments that are texts or numbers of the query itself. */
  fixed: 'first' | 'rest' | undefined;
  /** May be told at every row of a window. */
  windowed: boolean;
}

/** The function that a reader names in any case; undefined for all that is not on the list. */
export function functionNamed(name: string): KnownFunction | undefined {
  const plain = KNOWN.get(name.toLowerCase());
  if (plain !== undefined) return known(plain, plain);
  let stem = name;
  let suffixes = '';
  for (let i = 0; i < 2; i++) {
    const suffix = SUFFIXES.find((each) => stem.toLowerCase().endsWith(each.toLowerCase()));
    if (suffix === undefined) return undefined;
    stem = stem.slice(0, -suffix.length);
    suffixes = suffix + suffixes;
    const aggregate = KNOWN_AGGREGATES.get(stem.toLowerCase());
    if (aggregate !== undefined) return known(aggregate + suffixes, aggregate);
  }
  return undefined;
}

const known = (name: string, stem: string): KnownFunction => ({
  name,
  longest: LISTS.has(stem) ? MAX_LIST : undefined,
  fixed: FIXED.get(stem),
  windowed: WINDOWED.has(stem),
});

/** A known name that is like an unknown one, to be offered in its place. */
export function similarTo(name: string): string | undefined {
  const wanted = name.toLowerCase().replaceAll('_', '');
  return FUNCTIONS.find((each) => each.toLowerCase().replaceAll('_', '') === wanted);
}
