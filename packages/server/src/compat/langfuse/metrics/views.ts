import type { Filter } from '@pharos/core/filter';
import { STANDS_FOR_TRACE } from '@pharos/core/fragments/langfuse';
import type { SpanKind } from '@pharos/core/span';
import { type Columns, environmentsNamed } from '../filter.ts';
import { kindsOf, type ObservationType, typeOfKind } from '../observations/observation.ts';
import { type LangfuseSource, sourcesNamed } from '../scores/score.ts';

export const VIEWS = [
  'traces',
  'observations',
  'scores-numeric',
  'scores-boolean',
  'scores-categorical',
] as const;
export type ViewName = (typeof VIEWS)[number];

/** A field that a view is split by. */
interface Dimension {
  field: string;
  /** Our value in Langfuse's word. */
  word?: (value: string) => string | null;
  /** A fact of the root alone: sums over all spans of a trace cannot be split by it. */
  ofRoot?: boolean;
}

/** One of Langfuse's views as what a Question asks of spans or scores. */
export interface View {
  /** `<aggregation>_<measure>` → metric. */
  metrics: Readonly<Record<string, string>>;
  dimensions: Readonly<Record<string, Dimension>>;
  columns: Columns;
  filters: readonly Filter[];
  /** Scores of one name are of one type, which is all that tells the views of scores apart. */
  needsName?: boolean;
}

const orNull = (value: string) => value || null;
const environment: Dimension = { field: 'environment', word: (value) => value || 'default' };
const environments = { field: 'environment', values: (name: string) => environmentsNamed([name]) };

const spread = (measure: string, metric: string, aggregations: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(aggregations).map(([aggregation, ending]) => [
      `${aggregation}_${measure}`,
      `${metric}${ending}`,
    ]),
  );
const QUANTILES = { p50: 'P50', p75: 'P75', p90: 'P90', p95: 'P95', p99: 'P99', avg: 'Avg', max: 'Max' };

/** Sums over all spans of whatever is asked about. */
const SUMS = {
  sum_totalTokens: 'tokens',
  sum_totalCost: 'cost',
};
export const SUM_METRICS: ReadonlySet<string> = new Set(Object.values(SUMS));

const CALLER = {
  userId: { field: 'user', word: orNull },
  sessionId: { field: 'session', word: orNull },
  environment,
};
const CALLER_COLUMNS = {
  userId: { field: 'user' },
  sessionId: { field: 'session' },
  environment: environments,
};

const TRACES: View = {
  metrics: {
    count_count: 'requests',
    uniq_uniqueUserIds: 'users',
    count_uniqueUserIds: 'users',
    uniq_uniqueSessionIds: 'sessions',
    count_uniqueSessionIds: 'sessions',
    ...spread('latency', 'latency', QUANTILES),
    ...SUMS,
  },
  dimensions: {
    ...CALLER,
    name: { field: 'name', word: orNull, ofRoot: true },
    release: { field: 'release', word: orNull },
    version: { field: 'attr.langfuse.version', word: orNull, ofRoot: true },
    tags: { field: 'tag', word: orNull, ofRoot: true },
  },
  columns: { ...CALLER_COLUMNS, release: { field: 'release' } },
  filters: [],
};

const OBSERVATIONS: View = {
  metrics: {
    count_count: 'spans',
    ...spread('latency', 'spanLatency', QUANTILES),
    ...spread('timeToFirstToken', 'ttft', { avg: 'Avg', p50: 'P50', p90: 'P90', p95: 'P95', p99: 'P99' }),
    ...SUMS,
  },
  dimensions: {
    ...CALLER,
    name: { field: 'name', word: orNull },
    type: { field: 'kind', word: (kind) => typeOfKind(kind as SpanKind) },
    model: { field: 'model', word: orNull },
    providedModelName: { field: 'model', word: orNull },
    promptName: { field: 'prompt', word: orNull },
    promptVersion: { field: 'promptVersion', word: orNull },
    version: { field: 'attr.langfuse.version', word: orNull },
    release: { field: 'release', word: orNull },
    traceRelease: { field: 'release', word: orNull },
    tags: { field: 'tag', word: orNull },
  },
  columns: {
    ...CALLER_COLUMNS,
    name: { field: 'name' },
    type: { field: 'kind', values: (type) => kindsOf([type.toUpperCase() as ObservationType]) },
    model: { field: 'model' },
    providedModelName: { field: 'model' },
    promptName: { field: 'prompt' },
    promptVersion: { field: 'promptVersion' },
    version: { field: 'attr.langfuse.version' },
    release: { field: 'release' },
    traceRelease: { field: 'release' },
    tags: { field: 'tag' },
    traceId: { field: 'trace' },
    latency: { field: 'spanDuration' },
    metadata: { field: 'attr.langfuse.observation.metadata.<key>' },
  },
  // The span that stands for the trace itself is no observation.
  filters: [{ field: `attr.${STANDS_FOR_TRACE}`, op: 'missing', values: [] }],
};

const scoresOf = (metrics: View['metrics']): View => ({
  metrics: { count_count: 'scores', ...metrics },
  dimensions: {
    ...CALLER,
    name: { field: 'score' },
    stringValue: { field: 'scoreLabel', word: orNull },
  },
  columns: {
    ...CALLER_COLUMNS,
    name: { field: 'score' },
    source: { field: 'scoreSource', values: (source) => sourcesNamed([source as LangfuseSource]) },
    stringValue: { field: 'scoreLabel' },
  },
  filters: [],
  needsName: true,
});

export const VIEW: Readonly<Record<ViewName, View>> = {
  traces: TRACES,
  observations: OBSERVATIONS,
  'scores-numeric': scoresOf({ avg_value: 'scoreAvg', p50_value: 'scoreMedian' }),
  'scores-boolean': scoresOf({ avg_value: 'scoreTrueRate' }),
  'scores-categorical': scoresOf({}),
};
