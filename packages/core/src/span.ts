import type { Content, Message, RetrievedDocument, ToolDefinition } from './content.ts';
import type { Cost } from './pricing/cost.ts';
import type { Usage } from './usage.ts';

export const SPAN_KINDS = [
  'agent',
  'llm',
  'tool',
  'retriever',
  'embedding',
  'reranker',
  'guardrail',
  'evaluator',
  'chain',
  'span',
  'event',
] as const;
export type SpanKind = (typeof SPAN_KINDS)[number];

/** What a provider bills: only these ask a model. */
export const MODEL_CALLS: ReadonlySet<SpanKind> = new Set(['llm', 'embedding', 'reranker']);

export const SPAN_STATUSES = ['unset', 'ok', 'error'] as const;
export type SpanStatus = (typeof SPAN_STATUSES)[number];

/** An attribute as received. 64-bit integers beyond 2^53 arrive as bigint, bytes as base64 text. */
export type AttributeValue =
  | string
  | number
  | boolean
  | bigint
  | null
  | AttributeValue[]
  | { [key: string]: AttributeValue };

/** Attributes are always a Map: keys are hostile input and must never meet an object prototype. */
export type Attributes = Map<string, AttributeValue>;

/** Marks a span of which nobody has said yet when it ends. */
export const NO_END_TIME = 'pharos.no_end_time';

export interface SpanEvent {
  name: string;
  timeNs: bigint;
  attributes: Attributes;
}

export interface SpanLink {
  traceId: string;
  spanId: string;
  attributes: Attributes;
}

/** A span as a tracing protocol delivers it, before anyone asked what it means. Ids are lower-case hex. */
export interface RawSpan {
  traceId: string;
  spanId: string;
  /** '' for a root. */
  parentSpanId: string;
  name: string;
  /** OpenTelemetry's kind: 0 unspecified, 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  otelKind: number;
  startNs: bigint;
  endNs: bigint;
  status: SpanStatus;
  statusMessage: string;
  attributes: Attributes;
  events: SpanEvent[];
  links: SpanLink[];
  resource: Attributes;
  scopeName: string;
  scopeVersion: string;
}

/** An error as a reader wants it: what kind, what it said, where. */
export interface SpanError {
  type: string;
  message: string;
  stack: string;
}

/**
 * The one vocabulary: a step of an LLM product. Strings that were not reported are ''. Identity is
 * (project, traceId, spanId); the project is not part of the span.
 */
export interface Span {
  traceId: string;
  spanId: string;
  parentSpanId: string;
  name: string;
  kind: SpanKind;
  startNs: bigint;
  endNs: bigint;
  status: SpanStatus;
  statusMessage: string;
  error: SpanError | undefined;
  /** The model that answered, else the one that was asked for. */
  model: string;
  requestModel: string;
  provider: string;
  usage: Usage | undefined;
  /** The counts were guessed with a tokenizer: by the SDK, or by Pharos where {@link usageTokenizer} names one. */
  usageEstimated: boolean;
  /** What Pharos estimated the counts with; '' of what was reported, see tokens/families.ts. */
  usageTokenizer: string;
  /** Cost in USD that the client itself reported, as a decimal string; it wins over our price table. */
  clientCost: string | undefined;
  cost: Cost | undefined;
  /** Nanoseconds from start to first token; undefined when not reported. */
  timeToFirstTokenNs: bigint | undefined;
  userId: string;
  sessionId: string;
  agentName: string;
  agentVersion: string;
  toolName: string;
  promptName: string;
  promptVersion: string;
  environment: string;
  release: string;
  service: string;
  tags: string[];
  input: Content | undefined;
  output: Content | undefined;
  documents: RetrievedDocument[];
  toolDefinitions: ToolDefinition[];
  /** What no convention understood, plus short facts it did: never the text that became input or output. */
  attributes: Attributes;
  resource: Attributes;
  events: SpanEvent[];
  links: SpanLink[];
  scopeName: string;
  /** Name of the convention that recognised the span first. */
  convention: string;
}

/** A log record. `traceId`/`spanId` are '' when it belongs to no span. */
export interface LogRecord {
  traceId: string;
  spanId: string;
  timeNs: bigint;
  severityNumber: number;
  severityText: string;
  eventName: string;
  body: string;
  attributes: Attributes;
  resource: Attributes;
  scopeName: string;
  service: string;
}

/** Facts that arrive apart from their span (a log event, a later update) and are folded onto it. */
export interface SpanPatch {
  traceId: string;
  spanId: string;
  /** When the fact was stated; patches of one span are folded in this order. */
  timeNs: bigint;
  input?: Content;
  output?: Content;
  /** Single messages to append, where `input` and `output` replace the whole. */
  inputMessages?: Message[];
  outputMessages?: Message[];
  model?: string;
  provider?: string;
  usage?: Usage;
  userId?: string;
  sessionId?: string;
}
