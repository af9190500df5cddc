import type { CustomEvent } from '@pharos/core/events/custom-event';
import type { Score } from '@pharos/core/score';
import type { LogRecord, Span, SpanPatch } from '@pharos/core/span';

const START_NS = 1_790_000_000_000_000_000n;

/** A finished span of a plain step; a test names only what matters to it. Starts 2026-09-21T14:13:20Z, takes 1 s. */
export function aSpan(facts: Partial<Span> = {}): Span {
  const startNs = facts.startNs ?? START_NS;
  return {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    parentSpanId: '',
    name: 'step',
    kind: 'span',
    startNs,
    endNs: startNs + 1_000_000_000n,
    status: 'unset',
    statusMessage: '',
    error: undefined,
    model: '',
    requestModel: '',
    provider: '',
    usage: undefined,
    usageEstimated: false,
    usageTokenizer: '',
    clientCost: undefined,
    cost: undefined,
    timeToFirstTokenNs: undefined,
    userId: '',
    sessionId: '',
    agentName: '',
    agentVersion: '',
    toolName: '',
    promptName: '',
    promptVersion: '',
    environment: '',
    release: '',
    service: '',
    tags: [],
    input: undefined,
    output: undefined,
    documents: [],
    toolDefinitions: [],
    attributes: new Map(),
    resource: new Map(),
    events: [],
    links: [],
    scopeName: '',
    convention: '',
    ...facts,
  };
}

/** A model call with usage and cost. */
export const aModelCall = (facts: Partial<Span> = {}): Span =>
  aSpan({
    name: 'chat gpt-4.1',
    kind: 'llm',
    model: 'gpt-4.1',
    requestModel: 'gpt-4.1',
    provider: 'openai',
    usage: { input: 100, output: 20, total: 120 },
    cost: {
      input: '0.0002',
      output: '0.00016',
      total: '0.00036',
      currency: 'USD',
      priceId: 'openai/gpt-4.1',
      priceVersion: '',
    },
    ...facts,
  });

/** Of a span that costs so much in all. */
export const aCost = (total: string): NonNullable<Span['cost']> => ({
  ...{ total, currency: 'USD', priceId: 'p', priceVersion: '' },
});

/** Of a span that failed so. */
export const failedWith = (type: string, message = ''): Partial<Span> => ({
  status: 'error',
  error: { type, message, stack: '' },
});

export const aLog = (facts: Partial<LogRecord> = {}): LogRecord => ({
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b7ad6b7169203331',
  timeNs: START_NS,
  severityNumber: 9,
  severityText: 'INFO',
  eventName: '',
  body: '',
  attributes: new Map(),
  resource: new Map(),
  scopeName: '',
  service: '',
  ...facts,
});

export const aScore = (facts: Partial<Score> = {}): Score => ({
  scoreId: 'score-1',
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: '',
  sessionId: '',
  name: 'helpfulness',
  type: 'numeric',
  value: 1,
  label: '',
  comment: '',
  source: 'api',
  author: '',
  environment: '',
  configId: '',
  metadata: undefined,
  timeNs: START_NS,
  ...facts,
});

export const aPatch = (facts: Partial<SpanPatch> = {}): SpanPatch => ({
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b7ad6b7169203331',
  timeNs: START_NS,
  ...facts,
});

/** Something that a user did. */
export const anEvent = (facts: Partial<CustomEvent> = {}): CustomEvent => ({
  ...{ eventId: 'event-1', name: 'order placed', userId: 'user-1', sessionId: '', traceId: '', agent: '' },
  ...{ page: '', platform: '', country: '', locale: '', timeNs: START_NS, properties: new Map() },
  ...facts,
});
