type Percentiles = readonly [p50: string, p75: string, p90: string, p95: string, p99: string];

/** What the speed of may be looked at, with its metrics and with what may split it. A new one is an entry. */
export const SUBJECTS = {
  requests: {
    filter: '',
    count: 'requests',
    perMinute: 'requestsPerMinute',
    success: 'successRate',
    latency: ['latencyP50', 'latencyP75', 'latencyP90', 'latencyP95', 'latencyP99'],
    splits: ['name', 'attr.http.route', 'service', 'agent', 'release', 'environment', 'attr.cloud.region'],
  },
  runs: {
    filter: 'kind:agent',
    count: 'spans',
    perMinute: 'spansPerMinute',
    success: 'spanSuccessRate',
    latency: ['spanLatencyP50', 'spanLatencyP75', 'spanLatencyP90', 'spanLatencyP95', 'spanLatencyP99'],
    splits: ['agent', 'agentVersion', 'release', 'environment', 'attr.cloud.region'],
  },
  models: {
    filter: 'kind:llm,embedding,reranker',
    count: 'modelCalls',
    perMinute: 'modelCallsPerMinute',
    success: 'modelSuccessRate',
    latency: ['modelLatencyP50', 'modelLatencyP75', 'modelLatencyP90', 'modelLatencyP95', 'modelLatencyP99'],
    splits: ['model', 'provider', 'agent', 'promptVersion', 'attr.cloud.region'],
  },
  tools: {
    filter: 'kind:tool',
    count: 'toolCalls',
    perMinute: 'toolCallsPerMinute',
    success: 'toolSuccessRate',
    latency: ['toolLatencyP50', 'toolLatencyP75', 'toolLatencyP90', 'toolLatencyP95', 'toolLatencyP99'],
    splits: ['tool', 'agent', 'agentVersion', 'attr.cloud.region'],
  },
} as const satisfies Record<
  string,
  {
    /** Filter text that finds its steps. */
    filter: string;
    count: string;
    perMinute: string;
    success: string;
    /** Its percentiles, lowest first. */
    latency: Percentiles;
    splits: readonly string[];
  }
>;

export type SubjectName = keyof typeof SUBJECTS;
export const SUBJECT_NAMES = [
  'requests',
  'runs',
  'models',
  'tools',
] as const satisfies readonly SubjectName[];
export type Subject = (typeof SUBJECTS)[SubjectName];

/** The figures of the whole range, in the order in which they stand. What models tell of themselves belongs to whatever asks models. */
export function figuresOf({ count, perMinute, success, latency: [p50, , , p95, p99] }: Subject): string[] {
  const ofModels = count === 'toolCalls' ? [] : ['ttftP95', 'outputSpeedP50'];
  return [count, perMinute, success, p50, p95, p99, ...ofModels];
}
