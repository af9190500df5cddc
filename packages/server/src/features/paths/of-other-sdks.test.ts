import { type ApiPaths, pathsSchema } from '@pharos/core/api/paths';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { otlpRequests, ownRequests, readRecording } from '../../testing/recordings.ts';
import { type RunningApp, startTestServer } from '../../testing/test-server.ts';

let server: RunningApp;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const RANGE = 'from=2020-01-01T00:00:00Z&to=2030-01-01T00:00:00Z';
const pathsOf = async (agent: string, headers: Record<string, string>): Promise<ApiPaths> =>
  pathsSchema.parse(await server.get(`/api/v1/agents/${encodeURIComponent(agent)}/paths?${RANGE}`, headers));

type Said = Record<string, string>;
/** How each SDK says of a span that it is an agent or a tool. */
const DIALECTS: Record<string, { agent: Said; tool(query: string): Said }> = {
  'the conventions of OpenTelemetry': {
    agent: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'planner' },
    tool: (query) => ({
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'search',
      'gen_ai.tool.call.arguments': JSON.stringify({ query }),
    }),
  },
  'OpenInference, as for OpenAI Agents and CrewAI': {
    agent: { 'openinference.span.kind': 'AGENT', 'agent.name': 'planner' },
    tool: (query) => ({
      'openinference.span.kind': 'TOOL',
      'tool.name': 'search',
      'input.value': JSON.stringify({ query }),
    }),
  },
  'LangSmith, as for LangGraph': {
    agent: { 'langsmith.span.kind': 'chain', 'langsmith.metadata.lc_agent_name': 'planner' },
    tool: (query) => ({
      'langsmith.span.kind': 'tool',
      'langsmith.metadata.lc_agent_name': 'planner',
      'gen_ai.prompt': JSON.stringify({ query }),
    }),
  },
};

const hex = (number: number, digits: number) => number.toString(16).padStart(digits, '0');
function otlpOf(spans: { said: Said; parent?: number; name: string }[], run: number): object {
  const startNs = BigInt(Date.now()) * 1_000_000n - 60_000_000_000n;
  return {
    resourceSpans: [
      {
        scopeSpans: [
          {
            spans: spans.map(({ said, parent, name }, i) => ({
              ...{ traceId: hex(run, 32), spanId: hex(i + 1, 16), name },
              ...(parent === undefined ? {} : { parentSpanId: hex(parent + 1, 16) }),
              startTimeUnixNano: String(startNs + BigInt(i) * 10_000_000n),
              endTimeUnixNano: String(
                startNs + (i === 0 ? 900_000_000n : BigInt(i) * 10_000_000n + 5_000_000n),
              ),
              attributes: Object.entries(said).map(([key, stringValue]) => ({ key, value: { stringValue } })),
            })),
          },
        ],
      },
    ],
  };
}

test.each(Object.entries(DIALECTS))(
  'a loop is named where an agent speaks %s',
  async (_, { agent, tool }) => {
    const { headers } = await server.newProject();
    const calls = (...queries: string[]) => [
      { said: agent, name: 'planner' },
      ...queries.map((query) => ({ said: tool(query), parent: 0, name: 'search' })),
    ];
    for (const [run, spans] of [calls('a', 'b', 'a', 'a'), calls('a', 'b', 'c', 'a')].entries()) {
      const answer = await fetch(`${server.url}/v1/traces`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(otlpOf(spans, run + 1)),
      });
      expect(answer.status).toBe(200);
    }
    const { figures, findings } = await pathsOf('planner', headers);
    expect(figures.runs).toBe(2);
    expect(findings.filter(({ runs }) => runs > 0)).toMatchObject([
      {
        kind: 'loop',
        runs: 1,
        places: [{ step: 'tool:search', times: 3, example: { traceId: hex(1, 32) } }],
      },
    ]);
  },
);

/** Of what was recorded: the agent, and steps that its paths must have. */
const RECORDED: Record<string, [agent: string, ...steps: string[]]> = {
  'langfuse-v5': ['support-agent', 'retriever:search-knowledge-base', 'tool:lookup_order', 'llm:o4-mini'],
  langwatch: ['support-agent', 'tool:lookup_order', 'llm:o4-mini'],
  openinference: ['support-agent', 'tool:lookup_order', 'llm:o4-mini'],
  'otel-genai': ['Support Agent', 'tool:lookup_order', 'llm:o4-mini'],
  traceloop: ['support_agent', 'tool:lookup_order', 'llm:gpt-4.1'],
  'vercel-ai-proto': ['support-agent', 'tool:lookup_order', 'llm:gpt-4.1'],
};

test.each(Object.entries(RECORDED))(
  'runs of %s have their steps in order, from the start to the end',
  async (sdk, [agent, ...steps]) => {
    const recording = readRecording(sdk);
    const { headers } = await server.newProject();
    for (const signal of ['traces', 'logs'] as const)
      for (const request of otlpRequests(recording, signal)) await server.send(request, headers);
    for (const request of ownRequests(recording)) await server.send(request, headers);
    const paths = await pathsOf(agent, headers);
    expect(paths.steps.map(({ id }) => id)).toEqual(expect.arrayContaining([`agent:${agent}`, ...steps]));
    expect(paths.ways.find(({ from }) => from === 'start')).toMatchObject({
      ...{ to: `agent:${agent}`, count: paths.figures.runs },
    });
  },
);
