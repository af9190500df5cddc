import { listOf, textAt } from './attributes.ts';
import type { Content } from './content.ts';
import { flatIndex } from './conventions/flat-keys.ts';
import { CONVENTIONS } from './conventions/index.ts';
import type { Convention, TextField } from './conventions/types.ts';
import { finishReason } from './finish-reason.ts';
import {
  type Attributes,
  MODEL_CALLS,
  type RawSpan,
  type Span,
  type SpanError,
  type SpanEvent,
} from './span.ts';
import { exclusiveUsage } from './usage.ts';

type Texts = Record<TextField, string>;

/** A convention with its tables laid out for the hot path. */
interface Compiled {
  convention: Convention;
  text: readonly (readonly [TextField, readonly string[]])[];
  payload: ReadonlySet<string>;
  indexed: readonly string[];
  payloadEvents: ReadonlySet<string>;
}

const COMPILED: readonly Compiled[] = CONVENTIONS.map((convention) => ({
  convention,
  text: Object.entries(convention.text ?? {}) as [TextField, readonly string[]][],
  payload: new Set(convention.payload?.filter((name) => !name.endsWith('.'))),
  indexed: convention.payload?.filter((name) => name.endsWith('.')) ?? [],
  payloadEvents: new Set(convention.payloadEvents),
}));

const noTexts = (): Texts => ({
  model: '',
  requestModel: '',
  provider: '',
  userId: '',
  sessionId: '',
  agentName: '',
  agentVersion: '',
  toolName: '',
  promptName: '',
  promptVersion: '',
  environment: '',
  release: '',
});

/** Facts that an application states once, for all its spans. */
interface ResourceFacts {
  environment: string;
  release: string;
  service: string;
}

const RESOURCE_FACTS = new WeakMap<Attributes, ResourceFacts>();

function firstNamed(attributes: Attributes, field: 'environment' | 'release'): string {
  for (const { convention } of COMPILED) {
    for (const name of convention.text?.[field] ?? []) {
      const text = textAt(attributes, name);
      if (text !== undefined) return text;
    }
  }
  return '';
}

/** Resources that describe the SDK instead of the application: their version is no release. */
const SDK_SERVICES = new Set(['laminar-tracer-resource']);

/** Read once per resource: all spans of a batch share it. */
function resourceFacts(resource: Attributes): ResourceFacts {
  let facts = RESOURCE_FACTS.get(resource);
  if (!facts) {
    const service = textAt(resource, 'service.name') ?? textAt(resource, 'openinference.project.name') ?? '';
    const isSdk = SDK_SERVICES.has(service);
    facts = {
      environment: firstNamed(resource, 'environment'),
      release: isSdk ? '' : firstNamed(resource, 'release'),
      service: isSdk ? '' : service,
    };
    RESOURCE_FACTS.set(resource, facts);
  }
  return facts;
}

function readTexts(raw: RawSpan, found: readonly Compiled[]): Texts {
  const texts = noTexts();
  for (const { convention, text } of found) {
    for (const [field, names] of text) {
      if (texts[field] !== '') continue;
      for (const name of names) {
        const value = textAt(raw.attributes, name);
        if (value === undefined) continue;
        texts[field] = value;
        break;
      }
    }
    const facts = convention.facts?.(raw);
    if (facts) for (const field in facts) texts[field as TextField] ||= facts[field as TextField] ?? '';
  }
  return texts;
}

/** The first answer among the conventions that recognise the span. */
function ask<Answer>(
  found: readonly Compiled[],
  read: (convention: Convention) => Answer | undefined,
): Answer | undefined {
  for (const { convention } of found) {
    const answer = read(convention);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

/** Answers that do not say why they ended get the reasons that the span lists, in their order. */
function withFinishReasons(
  output: Content | undefined,
  raw: RawSpan,
  found: readonly Compiled[],
): Content | undefined {
  if (!output || !('messages' in output) || output.messages.some((message) => message.finishReason)) {
    return output;
  }
  const reasons = ask(found, ({ finishReasons = [] }) => {
    for (const name of finishReasons) {
      const listed = listOf(raw.attributes.get(name));
      if (listed) return listed;
    }
    return undefined;
  });
  if (!reasons) return output;
  const single = reasons.length === 1;
  const last = output.messages.length - 1;
  return {
    messages: output.messages.map((message, index) => {
      const reason = single ? (index === last ? reasons[0] : undefined) : reasons[index];
      return reason === undefined ? message : { ...message, finishReason: finishReason(reason) };
    }),
  };
}

function isPayload(name: string, found: readonly Compiled[]): boolean {
  for (const { payload, indexed } of found) {
    if (payload.has(name)) return true;
    for (const prefix of indexed) if (flatIndex(name, prefix) >= 0) return true;
  }
  return false;
}

function withoutPayload(attributes: Attributes, found: readonly Compiled[]): Attributes {
  const kept: Attributes = new Map();
  for (const [name, value] of attributes) if (!isPayload(name, found)) kept.set(name, value);
  return kept;
}

const withoutPayloadEvents = (events: SpanEvent[], found: readonly Compiled[]): SpanEvent[] =>
  events.length === 0
    ? events
    : events.filter((event) => !found.some(({ payloadEvents }) => payloadEvents.has(event.name)));

interface Outcome {
  status: Span['status'];
  statusMessage: string;
  error: SpanError | undefined;
}

/** A failure is a status, an exception under no status, an `error.type`, or what the convention calls one. */
function outcome(raw: RawSpan, found: readonly Compiled[]): Outcome {
  const exception = raw.events.findLast((event) => event.name === 'exception');
  const errorType = textAt(raw.attributes, 'error.type');
  const stated = ask(found, (convention) => convention.errorMessage?.(raw));
  const hasFailed =
    raw.status === 'error' ||
    stated !== undefined ||
    (raw.status === 'unset' && (exception !== undefined || errorType !== undefined));
  if (!hasFailed) return { status: raw.status, statusMessage: raw.statusMessage, error: undefined };
  const told = exception && textAt(exception.attributes, 'exception.message');
  const statusMessage = raw.statusMessage || stated || told || errorType || '';
  return {
    status: 'error',
    statusMessage,
    error: {
      type: (exception && textAt(exception.attributes, 'exception.type')) ?? errorType ?? '',
      message: told ?? statusMessage,
      stack: (exception && textAt(exception.attributes, 'exception.stacktrace')) ?? '',
    },
  };
}

/**
 * Says what a span means, whichever SDK wrote it. Pure and total: hostile or unknown attributes never throw, and
 * what nobody understands stays in `attributes`. Cost is left to whoever knows prices.
 */
export function normalise(raw: RawSpan): Span {
  const found = COMPILED.filter(({ convention }) => convention.recognises(raw));
  const texts = readTexts(raw, found);
  const input = ask(found, (convention) => convention.input?.(raw));
  const output = ask(found, (convention) => convention.output?.(raw));
  const documents = ask(found, (convention) => convention.documents?.(raw)) ?? [];
  const toolDefinitions = ask(found, (convention) => convention.toolDefinitions?.(raw)) ?? [];
  const hasContent = !!input || !!output || documents.length > 0 || toolDefinitions.length > 0;
  const reported = ask(found, (convention) => convention.usage?.(raw));
  const kind = ask(found, (convention) => convention.kind?.(raw)) ?? 'span';
  const facts = resourceFacts(raw.resource);
  const { status, statusMessage, error } = outcome(raw, found);
  return {
    traceId: raw.traceId,
    spanId: raw.spanId,
    parentSpanId: raw.parentSpanId,
    name: raw.name,
    kind,
    startNs: raw.startNs,
    endNs: raw.endNs,
    status,
    statusMessage,
    error,
    ...texts,
    model: texts.model || texts.requestModel,
    // Some write it as the brand does.
    provider: texts.provider.toLowerCase(),
    // A model call may name the tools that it asked for.
    toolName: MODEL_CALLS.has(kind) ? '' : texts.toolName,
    environment: texts.environment || facts.environment,
    release: texts.release || facts.release,
    service: facts.service,
    usage: reported && exclusiveUsage(reported),
    usageEstimated: found.some(({ convention }) => convention.usageEstimated?.(raw) === true),
    usageTokenizer: '',
    clientCost: ask(found, (convention) => convention.cost?.(raw)),
    cost: undefined,
    timeToFirstTokenNs: ask(found, (convention) => convention.timeToFirstTokenNs?.(raw)),
    tags: ask(found, (convention) => convention.tags?.(raw)) ?? [],
    input,
    output: withFinishReasons(output, raw, found),
    documents,
    toolDefinitions,
    attributes: hasContent ? withoutPayload(raw.attributes, found) : raw.attributes,
    resource: raw.resource,
    events: hasContent ? withoutPayloadEvents(raw.events, found) : raw.events,
    links: raw.links,
    scopeName: raw.scopeName,
    convention: found[0]?.convention.name ?? '',
  };
}
