import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { normalise } from '../normalise.ts';
import type { Span, SpanKind } from '../span.ts';
import { type OtlpTraces, rawSpans } from '../testing/otlp-json.ts';

const RECORDINGS = new URL('../../../server/recordings/', import.meta.url);

interface Recording {
  contentType: string;
  contentEncoding: string | null;
  preview: OtlpTraces;
}

interface LlmCall {
  requestModel: string;
  responseModel: string | null;
  input: number | null;
  output: number | null;
  cached: number | null;
  reasoning: number | null;
  cacheCreation?: number;
  streamed: boolean;
  error: string | null;
  toolCalls?: string[];
  wire?: string | { model?: string; input?: number | null; output?: number | null; cached?: number | null };
}

interface Expected {
  spans: number;
  users: string[];
  sessions: string[];
  tools: string[];
  errors: number;
  errorsOnWire?: number;
  errorSpansOnWire?: number;
  llmCalls: LlmCall[];
}

const readJson = (path: string) => JSON.parse(readFileSync(new URL(path, RECORDINGS), 'utf8')) as unknown;

/** JSON bodies as they were sent; of protobuf bodies the decoded copy that lies beside them. */
function spansOf(folder: string): Span[] {
  const files = readdirSync(new URL(`${folder}/`, RECORDINGS)).filter((file) =>
    /(?:v1-traces|TraceService-Export)\.json$/.test(file),
  );
  return files.flatMap((file) => {
    const recording = readJson(`${folder}/${file}`) as Recording;
    if (!recording.contentType.startsWith('application/json'))
      return rawSpans(recording.preview).map(normalise);
    const body = readFileSync(new URL(`${folder}/${file.replace(/json$/, 'bin')}`, RECORDINGS));
    const text = recording.contentEncoding === 'gzip' ? gunzipSync(body) : body;
    return rawSpans(JSON.parse(text.toString('utf8')) as OtlpTraces).map(normalise);
  });
}

/** What one call looks like in exclusive buckets; an absent bucket and a 0 are the same report. */
interface Call {
  model: string;
  failed: boolean;
  tools: string[];
  usage: { input: number; cachedRead: number; cacheWrite: number; output: number; reasoning: number } | null;
}

function expectedCall(call: LlmCall, folder: string): Call {
  const wire = typeof call.wire === 'object' ? call.wire : {};
  const sentWithoutDetails = wire.cached === null;
  // LangWatch's recorded program reports the cache of whole answers only, and the reasoning of streams only.
  const lacksCache = sentWithoutDetails || (folder === 'langwatch' && call.streamed);
  const lacksReasoning = sentWithoutDetails || (folder === 'langwatch' && !call.streamed);
  const input = sentWithoutDetails ? (wire.input ?? null) : call.input;
  const output = sentWithoutDetails ? (wire.output ?? null) : call.output;
  const cachedRead = lacksCache ? 0 : (call.cached ?? 0);
  const reasoning = lacksReasoning ? 0 : (call.reasoning ?? 0);
  const cacheWrite = call.cacheCreation ?? 0;
  return {
    model: wire.model ?? call.responseModel ?? call.requestModel,
    failed: call.error !== null,
    tools: call.toolCalls ?? [],
    usage:
      input === null || output === null
        ? null
        : {
            input: input - cachedRead - cacheWrite,
            cachedRead,
            cacheWrite,
            output: output - reasoning,
            reasoning,
          },
  };
}

function seenCall({ model, status, usage, output }: Span): Call {
  const messages = output && 'messages' in output ? output.messages : [];
  return {
    model,
    failed: status === 'error',
    tools: messages.flatMap(({ parts }) =>
      parts.flatMap((part) => (part.type === 'toolCall' ? part.name : [])),
    ),
    usage: usage
      ? {
          input: usage.input ?? 0,
          cachedRead: usage.cachedRead ?? 0,
          cacheWrite: usage.cacheWrite ?? 0,
          output: usage.output ?? 0,
          reasoning: usage.reasoning ?? 0,
        }
      : null,
  };
}

/** Model calls; of a call seen by two instrumentations the inner span. */
function modelCalls(spans: Span[]): Span[] {
  const calls = spans.filter((span) => span.kind === 'llm');
  const outer = new Set(calls.map((span) => span.parentSpanId));
  return calls.filter((span) => !outer.has(span.spanId));
}

const inAnyOrder = <Value>(values: Value[]) => values.map((value) => JSON.stringify(value)).sort();
const distinct = (values: string[]) => [...new Set(values.filter((value) => value !== ''))].sort();

interface Case {
  convention: string;
  kinds: Partial<Record<SpanKind, number>>;
  agents: string[];
  /** Tools whose failing spans the SDK never sends. */
  unsentTools?: string[];
}

const otelGenAi: Case = {
  convention: 'otel-genai',
  kinds: { agent: 4, retriever: 4, embedding: 2, llm: 5, tool: 3 },
  agents: ['Support Agent'],
};
const vercelAi: Case = {
  convention: 'vercel-ai',
  kinds: { span: 3, retriever: 1, chain: 1, embedding: 1, agent: 4, llm: 6, tool: 2 },
  agents: ['repeat-answer', 'support-agent', 'support-agent-zh', 'thanks'],
};

const CASES: Record<string, Case> = {
  'langfuse-v5': {
    convention: 'langfuse',
    kinds: { agent: 3, retriever: 2, embedding: 2, llm: 8, tool: 3, guardrail: 1, event: 1, span: 3 },
    agents: ['support-agent'],
  },
  langwatch: {
    convention: 'langwatch',
    kinds: { agent: 4, retriever: 2, embedding: 2, llm: 5, tool: 3, evaluator: 1, span: 4 },
    agents: ['support-agent'],
  },
  openinference: {
    convention: 'openinference',
    kinds: { agent: 5, retriever: 2, embedding: 2, llm: 5, tool: 3 },
    agents: ['support-agent'],
  },
  traceloop: {
    convention: 'traceloop',
    kinds: { agent: 5, chain: 7, retriever: 2, llm: 7, tool: 2 },
    agents: ['support_agent'],
    unsentTools: ['track_parcel'],
  },
  'otel-genai': otelGenAi,
  'otel-genai-json-gzip': otelGenAi,
  'vercel-ai-grpc': vercelAi,
  'vercel-ai-json-gzip': vercelAi,
  'vercel-ai-proto': vercelAi,
};

describe.each(Object.entries(CASES))(
  'the recording of %s',
  (folder, { convention, kinds, agents, unsentTools = [] }) => {
    const expected = readJson(`${folder}/expected.json`) as Expected;
    const spans = spansOf(folder);

    it('gives every span its kind', () => {
      const counts: Partial<Record<SpanKind, number>> = {};
      for (const { kind } of spans) counts[kind] = (counts[kind] ?? 0) + 1;
      expect(counts).toEqual(kinds);
      expect(spans).toHaveLength(expected.spans);
      expect(spans.map((span) => span.convention)).toContain(convention);
    });

    it('has each model call with its model, its tokens in exclusive buckets, and its tool calls', () => {
      const sent = expected.llmCalls.filter((call) => call.wire !== 'absent');
      expect(inAnyOrder(modelCalls(spans).map(seenCall))).toEqual(
        inAnyOrder(sent.map((call) => expectedCall(call, folder))),
      );
    });

    it('knows the users, sessions, agents and tools', () => {
      expect(distinct(spans.map((span) => span.userId))).toEqual(distinct(expected.users));
      expect(distinct(spans.map((span) => span.sessionId))).toEqual(distinct(expected.sessions));
      expect(distinct(spans.map((span) => span.agentName))).toEqual(agents);
      expect(distinct(spans.flatMap((span) => (span.kind === 'tool' ? span.toolName : '')))).toEqual(
        distinct(expected.tools.filter((tool) => !unsentTools.includes(tool))),
      );
    });

    it('marks the spans that failed, each with a message', () => {
      const failed = spans.filter((span) => span.status === 'error');
      expect(failed).toHaveLength(expected.errorSpansOnWire ?? expected.errorsOnWire ?? expected.errors);
      for (const { error } of failed) expect(error?.message).not.toBe('');
    });

    it('shows the conversation of every answered model call', () => {
      for (const { input, output, status, name } of modelCalls(spans)) {
        // The provider's own span has counts only; its words are on the span around it.
        if (status === 'error' || name === 'anthropic.messages.create') continue;
        expect(input).toHaveProperty('messages');
        expect(output).toBeDefined();
      }
    });

    it('keeps no text twice', () => {
      for (const { attributes, input } of spans) {
        const said = input && 'messages' in input ? input.messages.at(-1)?.parts[0] : undefined;
        if (said?.type !== 'text') continue;
        for (const value of attributes.values())
          expect(JSON.stringify(value)).not.toContain(said.text.slice(0, 40));
      }
    });
  },
);
