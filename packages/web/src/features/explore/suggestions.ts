import type { MarkName } from '@pharos/core/dashboards/marks';

/** A question to begin with, and what the data have to hold for it to be worth asking. */
export interface Suggestion {
  metrics: readonly string[];
  dimensions: readonly string[];
  filter?: string;
  mark?: MarkName;
  needs: Needs;
}
interface Needs {
  /** Figures that must not be zero. */
  metrics: readonly string[];
  /** How many different values a dimension has to have at least. */
  values?: Readonly<Record<string, number>>;
}

/** What the data of a time range hold. */
export interface Holdings {
  totals: Readonly<Record<string, number | null>>;
  /** How many different values each dimension has, as far as it is known. */
  values: Readonly<Record<string, number>>;
}

const ask = (
  metrics: readonly string[],
  dimensions: readonly string[],
  needs: Needs,
  over: Partial<Suggestion> = {},
): Suggestion => ({ metrics, dimensions, needs, ...over });

const SOME = { metrics: ['requests'] };

/** In the order in which they are worth asking. A new one is an entry. */
export const SUGGESTIONS: readonly Suggestion[] = [
  ask(['cost'], ['model'], { metrics: ['cost'], values: { model: 1 } }),
  ask(['latencyP50', 'latencyP95', 'latencyP99'], [], SOME),
  ask(['requestErrors'], ['release'], { metrics: ['requestErrors'], values: { release: 2 } }),
  ask(['toolLatencyP95'], ['tool'], { metrics: ['toolCalls'], values: { tool: 1 } }, { filter: 'kind:tool' }),
  ask(['requests'], ['agent'], { ...SOME, values: { agent: 2 } }),
  ask(['ttftP95'], ['model'], { metrics: ['ttftP95'], values: { model: 1 } }, { filter: 'has:ttft' }),
  ask(['spanErrors'], ['error'], { metrics: ['spanErrors'], values: { error: 1 } }, { filter: 'has:error' }),
  ask(['cost'], ['user'], { metrics: ['cost'], values: { user: 2 } }, { mark: 'bar' }),
  ask(['requests'], ['spanDuration'], SOME, { mark: 'heatmap' }),
  ask(['scoreAvg'], ['score'], { metrics: ['scores'], values: { score: 1 } }),
  ask(['inputTokens', 'cachedReadTokens', 'outputTokens'], [], { metrics: ['inputTokens'] }),
  ask(
    ['cacheHitRate'],
    ['model'],
    { metrics: ['cachedReadTokens'], values: { model: 1 } },
    { filter: 'has:spanTokens' },
  ),
  ask(['cost'], ['promptVersion'], { metrics: ['cost'], values: { promptVersion: 2 } }),
  ask(['requests'], ['environment'], { ...SOME, values: { environment: 2 } }),
  ask(['requests'], [], SOME),
];

/** The metrics and dimensions that have to be looked up to know what can be suggested. */
export const NEEDED = {
  metrics: [...new Set(SUGGESTIONS.flatMap(({ needs }) => needs.metrics))],
  dimensions: [...new Set(SUGGESTIONS.flatMap(({ needs }) => Object.keys(needs.values ?? {})))],
};

/** The first few questions that the data can answer. */
export const suggestionsFor = ({ totals, values }: Holdings, most = 9): Suggestion[] =>
  SUGGESTIONS.filter(
    ({ needs }) =>
      needs.metrics.every((metric) => (totals[metric] ?? 0) > 0) &&
      Object.entries(needs.values ?? {}).every(([name, least]) => (values[name] ?? 0) >= least),
  ).slice(0, most);
