import type { ApiSpan, ApiTrace, TraceSummary } from '@pharos/core/api/spans';
import { STANDS_FOR_TRACE } from '@pharos/core/fragments/langfuse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  otlpRequests,
  ownRequests,
  type Recording,
  readRecording,
  recordedSdks,
} from './testing/recordings.ts';
import { type RunningApp, startTestServer } from './testing/test-server.ts';

/** What the recorded program did: see `expected.json`. `wire` tells where the SDK sent less or other than that. */
interface ExpectedCall {
  requestModel: string;
  input: number | null;
  output: number | null;
  cached: number | null;
  reasoning: number | null;
  cacheCreation?: number;
  error: string | null;
  wire?: string | Record<string, unknown>;
}
interface Expected {
  traces: number;
  spans: number;
  users: string[];
  sessions: string[];
  tools: string[];
  errors: number;
  errorsOnWire?: number;
  errorSpansOnWire?: number;
  llmCalls: ExpectedCall[];
  tree: Tree[];
  scores: { name?: string; wire?: string }[];
  logs?: { records: number };
}
type Tree = string | { [name: string]: Tree[] };

/**
 * Tokens that differ from the truth by the SDK's own doing, in exclusive buckets, by SDK and model: it leaves
 * details out, guesses (langtrase: of a stream, in each other's place), or (langwatch) sends cached counts only for
 * calls that do not stream and reasoning only for the ones that do.
 */
const ON_WIRE: Record<string, Record<string, string>> = {
  langtrase: { 'o4-mini 655': '72+0+0 39+0' },
  langwatch: { 'o4-mini 655': '655+0+0 56+64', 'gpt-5-mini 233': '233+0+0 88+0' },
};

/** `input+cachedRead+cacheWrite output+reasoning` of a call, or undefined when no counts were sent. */
function expectedTokens(sdk: string, call: ExpectedCall): string | undefined {
  const { wire } = call;
  if (call.error !== null || wire === 'absent') return undefined;
  const known = ON_WIRE[sdk]?.[`${call.requestModel} ${call.input}`];
  if (known) return known;
  let { input, output, cached, reasoning } = call;
  if (typeof wire === 'object' && 'cached' in wire) ({ input, output, cached, reasoning } = wire as never);
  if (input === null || output === null) return undefined;
  const written = call.cacheCreation ?? 0;
  return `${input - (cached ?? 0) - written}+${cached ?? 0}+${written} ${output - (reasoning ?? 0)}+${reasoning ?? 0}`;
}

/** Calls whose tokens the SDK leaves out, by its name, estimated of their texts: two embeddings, and a stream. */
const EMBEDDINGS = ['24+0+0 0+0', '28+0+0 0+0'];
const ESTIMATED: Record<string, string[]> = {
  'langfuse-v3': EMBEDDINGS,
  'langfuse-v5': EMBEDDINGS,
  langtrase: ['26+0+0 0+0', '30+0+0 0+0'],
  openinference: ['202+0+0 52+0', ...EMBEDDINGS],
};

const isEstimate = ({ usage }: ApiSpan): boolean => usage?.tokenizer !== undefined;

const tokensOf = ({ usage }: ApiSpan): string | undefined =>
  usage?.counted && (usage.input !== undefined || usage.output !== undefined)
    ? `${usage.input ?? 0}+${usage.cachedRead ?? 0}+${usage.cacheWrite ?? 0} ${usage.output ?? 0}+${usage.reasoning ?? 0}`
    : undefined;

function treeOf(spans: readonly ApiSpan[]): Tree[] {
  const ids = new Set(spans.map((span) => span.spanId));
  const below = (parent: string | null): Tree[] =>
    spans
      .filter(
        (span) => (span.parentSpanId && ids.has(span.parentSpanId) ? span.parentSpanId : null) === parent,
      )
      .map((span) => {
        const children = below(span.spanId);
        return children.length > 0 ? { [span.name]: children } : span.name;
      });
  return below(null);
}

/** Children of a span that was never sent stand at the top. */
function sentTree(tree: Tree[]): Tree[] {
  const orphans: Tree[] = [];
  const sent = (nodes: Tree[]): Tree[] =>
    nodes.flatMap((node): Tree[] => {
      if (typeof node === 'string') return [node];
      const [name = '', children = []] = Object.entries(node)[0] ?? [];
      if (name !== '(missing parent)') return [{ [name]: sent(children) }];
      orphans.push(...sent(children));
      return [];
    });
  return [...sent(tree), ...orphans];
}

/** Siblings in any order: spans that start within the same millisecond have none. */
const canonical = (tree: Tree[]): string =>
  JSON.stringify(
    tree
      .map((node) =>
        typeof node === 'string'
          ? node
          : `${Object.keys(node)[0]} ${canonical(Object.values(node)[0] as Tree[])}`,
      )
      .sort(),
  );

const namesIn = (tree: readonly Tree[]): string[] =>
  tree.flatMap((node) =>
    typeof node === 'string'
      ? [node]
      : [Object.keys(node)[0] as string, ...namesIn(Object.values(node)[0] as Tree[])],
  );

let server: RunningApp;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

async function replay(
  recording: Recording,
): Promise<{ traces: ApiTrace[]; headers: Record<string, string> }> {
  const project = await server.newProject();
  for (const signal of ['traces', 'logs', 'metrics'] as const) {
    for (const request of otlpRequests(recording, signal)) await server.send(request, project.headers);
  }
  for (const request of ownRequests(recording)) await server.send(request, project.headers);
  const range = 'from=2020-01-01T00:00:00Z&to=2030-01-01T00:00:00Z&limit=100';
  const { data } = await server.get<{ data: TraceSummary[] }>(`/api/v1/traces?${range}`, project.headers);
  const traces = await Promise.all(
    data.map(({ traceId }) => server.get<ApiTrace>(`/api/v1/traces/${traceId}`, project.headers)),
  );
  return { traces, headers: project.headers };
}

describe.each(recordedSdks())('%s, as it was recorded', (sdk) => {
  const recording = readRecording(sdk);
  const expected = recording.expected as unknown as Expected;
  let traces: ApiTrace[];
  let spans: ApiSpan[];
  let headers: Record<string, string>;
  beforeAll(async () => {
    ({ traces, headers } = await replay(recording));
    spans = traces.flatMap((trace) => trace.spans as ApiSpan[]);
  });

  test('arrives whole: every trace, every span, in its tree', () => {
    expect(traces).toHaveLength(expected.traces);
    // Langfuse's own protocol tells of the trace beside its observations.
    const steps = spans.filter(({ attributes }) => attributes[STANDS_FOR_TRACE] === undefined);
    expect(steps).toHaveLength(expected.spans);
    expect(canonical(traces.flatMap((trace) => treeOf(trace.spans as ApiSpan[])))).toBe(
      canonical(sentTree(expected.tree)),
    );
  });

  test('counts the tokens of each model call once, in exclusive buckets', () => {
    const told = spans.filter((span) => span.kind === 'llm' && !isEstimate(span));
    const counted = told.map(tokensOf);
    const wanted = expected.llmCalls.map((call) => expectedTokens(sdk, call));
    expect(counted.filter((tokens) => tokens !== undefined).sort()).toEqual(
      wanted.filter((tokens) => tokens !== undefined).sort(),
    );
  });

  test('estimates the tokens of calls that are recorded without', () => {
    const estimated = spans.filter(isEstimate).map(tokensOf);
    expect(estimated.filter((tokens) => tokens !== undefined).sort()).toEqual(ESTIMATED[sdk] ?? []);
  });

  test('sums a trace to what its model calls and embeddings say', () => {
    for (const { trace, spans: own } of traces) {
      const calls = (own as ApiSpan[]).filter(({ usage }) => usage?.counted);
      expect(trace.usage.total).toBe(calls.reduce((sum, { usage }) => sum + (usage?.total ?? 0), 0));
      expect(calls.filter(({ kind }) => !['llm', 'embedding', 'reranker'].includes(kind))).toEqual([]);
    }
  });

  test('names the users and sessions, also on the spans that do not', () => {
    const named = (pick: (span: ApiSpan) => string | null) =>
      [...new Set(spans.map(pick).filter((value) => value !== null))].sort();
    expect(named((span) => span.userId)).toEqual(expected.users);
    expect(named((span) => span.sessionId)).toEqual(expected.sessions);
    for (const { spans: own } of traces)
      expect(new Set((own as ApiSpan[]).map((span) => span.userId)).size).toBe(1);
  });

  test('finds the tools', () => {
    const sent = expected.tools.filter((tool) => namesIn(expected.tree).some((name) => name.includes(tool)));
    const viaName = expected.tools.filter((tool) => sdk.startsWith('vercel') || sent.includes(tool));
    const found = new Set(spans.filter(({ kind }) => kind === 'tool').map(({ toolName }) => toolName));
    expect([...found].sort()).toEqual([...viaName].sort());
  });

  test('shows errors as errors, also where the status does not', () => {
    const errors = spans.filter(({ status }) => status === 'error');
    expect(errors).toHaveLength(expected.errorSpansOnWire ?? expected.errorsOnWire ?? expected.errors);
  });

  test('prices every call whose model is known, and sums the parts exactly', () => {
    for (const { usage, cost, model } of spans.filter(({ kind }) => kind === 'llm')) {
      if (!usage?.counted) continue;
      expect(cost?.priced, model ?? 'no model').toBe(true);
      expect(Number(cost?.total)).toBeGreaterThan(0);
    }
  });

  test('keeps what was said, in both languages', () => {
    const said = JSON.stringify(spans.map(({ input, output }) => [input, output]));
    expect(said).toMatch(/refund|parcel|order/i);
    expect(said).toMatch(/\p{Script=Han}/u);
  });

  test('changes nothing when it is sent again', async () => {
    const project = { headers };
    const sent = [...otlpRequests(recording, 'traces'), ...ownRequests(recording)];
    for (const request of sent) await server.send(request, project.headers);
    const again = await Promise.all(
      traces.map(({ trace }) => server.get<ApiTrace>(`/api/v1/traces/${trace.traceId}`, headers)),
    );
    expect(again).toEqual(traces);
  });

  if (ownRequests(recording).length > 0)
    test('has the scores that were given', async () => {
      const { data } = await server.get<{ data: { name: string }[] }>('/api/v1/scores?limit=100', headers);
      // Langtrace's feedback has no name of its own.
      const given = expected.scores.map(({ name = 'user-feedback' }) => name);
      expect(data.map(({ name }) => name).sort()).toEqual(given.sort());
    });

  const { logs: told } = expected;
  if (told === undefined) return;
  test('joins what came in logs to its spans', async () => {
    const logs = await Promise.all(
      traces.map(({ trace }) =>
        server.get<{ data: unknown[] }>(`/api/v1/traces/${trace.traceId}/logs`, headers),
      ),
    );
    expect(logs.flatMap(({ data }) => data)).toHaveLength(told.records);
    const scores = traces.flatMap((trace) => trace.scores).map(({ name }) => name);
    expect(scores).toEqual(expected.scores.map(({ name }) => name));
  });
});
