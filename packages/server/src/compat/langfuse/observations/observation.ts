import type { ApiSpan, TraceSummary } from '@pharos/core/api/spans';
import { OBSERVATION_TYPES } from '@pharos/core/fragments/langfuse';
import type { SpanKind } from '@pharos/core/span';
import { isoFromNs, nsFromIso } from '@pharos/core/time';
import { contentOf } from '../content.ts';
import { instant, seconds } from '../units.ts';
import {
  hasEnd,
  isRoot,
  levelOf,
  metadataOf,
  modelParametersOf,
  parentOf,
  TRACE_NAME,
  textAt,
} from './facts.ts';
import { usageView } from './usage.ts';

export type ObservationType = Uppercase<(typeof OBSERVATION_TYPES)[number]>;
export const TYPES = OBSERVATION_TYPES.map((type) => type.toUpperCase() as ObservationType);

const TYPE_OF: Readonly<Record<SpanKind, ObservationType>> = {
  agent: 'AGENT',
  llm: 'GENERATION',
  tool: 'TOOL',
  retriever: 'RETRIEVER',
  embedding: 'EMBEDDING',
  reranker: 'RETRIEVER',
  guardrail: 'GUARDRAIL',
  evaluator: 'EVALUATOR',
  chain: 'CHAIN',
  span: 'SPAN',
  event: 'EVENT',
};

export const typeOfKind = (kind: SpanKind): ObservationType => TYPE_OF[kind];

/** The kinds of span that are observations of these types. */
export const kindsOf = (types: readonly ObservationType[]): SpanKind[] =>
  (Object.keys(TYPE_OF) as SpanKind[]).filter((kind) => types.includes(TYPE_OF[kind]));

/** Facts that both releases of Langfuse's API give, by the names that both use. */
export function observationFacts(span: ApiSpan) {
  const { attributes, promptVersion, timeToFirstTokenMs } = span;
  const { usage, totalCost, ...costs } = usageView(span);
  const version = Number(promptVersion);
  return {
    id: span.spanId,
    traceId: span.traceId,
    type: TYPE_OF[span.kind],
    name: span.name || null,
    startTime: instant(span.startTime),
    endTime: hasEnd(span) ? instant(span.endTime) : null,
    completionStartTime: firstToken(span),
    parentObservationId: parentOf(span),
    level: levelOf(span),
    statusMessage: span.statusMessage || textAt(attributes, 'langfuse.observation.status_message'),
    version: textAt(attributes, 'langfuse.version'),
    environment: span.environment ?? 'default',
    ...contentOf(span),
    metadata: metadataOf(span, 'observation'),
    model: span.model,
    modelParameters: modelParametersOf(span),
    promptId: null,
    promptName: span.promptName,
    promptVersion: promptVersion !== null && Number.isInteger(version) ? version : null,
    latency: hasEnd(span) ? seconds(span.durationMs) : null,
    timeToFirstToken: timeToFirstTokenMs === null ? null : seconds(timeToFirstTokenMs),
    createdAt: instant(span.startTime),
    updatedAt: instant(span.endTime),
    usage,
    totalCost,
    ...costs,
  };
}

function firstToken({ startTime, timeToFirstTokenMs }: ApiSpan): string | null {
  const startNs = nsFromIso(startTime);
  if (timeToFirstTokenMs === null || startNs === undefined) return null;
  return instant(isoFromNs(startNs + BigInt(Math.round(timeToFirstTokenMs * 1e6))));
}

/** An observation as the first release gives it: everything. Prices are the catalogue's and not repeated here. */
export function observationView(projectId: string, span: ApiSpan) {
  const { totalCost: _, ...facts } = observationFacts(span);
  return {
    ...facts,
    projectId,
    modelId: span.cost?.priceId ?? null,
    inputPrice: null,
    outputPrice: null,
    totalPrice: null,
    unit: facts.usage.unit,
    promptTokens: facts.usage.input,
    completionTokens: facts.usage.output,
    totalTokens: facts.usage.total,
  };
}

type Facts = ReturnType<typeof observationFacts>;
const pick =
  <Name extends keyof Facts>(...names: Name[]) =>
  (facts: Facts): Partial<Facts> =>
    Object.fromEntries(names.map((name) => [name, facts[name]])) as Partial<Facts>;

interface Told {
  facts: Facts;
  span: ApiSpan;
  trace: TraceSummary | undefined;
  /** Of which keys of the metadata the whole value is wanted. */
  expand: readonly string[];
}
const asText = (value: unknown): string | null =>
  value === null || typeof value === 'string' ? value : JSON.stringify(value);

const MAX_METADATA = 200;

/** Values of metadata are short, unless they are asked for by name. */
const shortened = (metadata: Record<string, unknown>, expand: readonly string[]) =>
  Object.fromEntries(
    Object.entries(metadata).map(([key, value]) => {
      const text = asText(value) ?? '';
      return text.length > MAX_METADATA && !expand.includes(key)
        ? [key, text.slice(0, MAX_METADATA)]
        : [key, value];
    }),
  );

/** The fields of each group of the second release. `core` is always there. */
const GROUPS = {
  core: ({ facts }: Told) =>
    pick('id', 'traceId', 'startTime', 'endTime', 'parentObservationId', 'type')(facts),
  basic: ({ facts, span }: Told) => ({
    ...pick('name', 'level', 'statusMessage', 'version', 'environment')(facts),
    bookmarked: false,
    public: span.attributes['langfuse.trace.public'] === true,
    userId: span.userId,
    sessionId: span.sessionId,
  }),
  time: ({ facts }: Told) => pick('completionStartTime', 'createdAt', 'updatedAt')(facts),
  io: ({ facts }: Told) => ({ input: asText(facts.input), output: asText(facts.output) }),
  metadata: ({ facts, expand }: Told) => ({ metadata: shortened(facts.metadata, expand) }),
  model: ({ facts, span }: Told) => ({
    ...pick('model', 'modelParameters')(facts),
    providedModelName: facts.model,
    internalModelId: span.cost?.priceId ?? null,
    modelId: span.cost?.priceId ?? null,
  }),
  usage: ({ facts }: Told) => ({
    ...pick('usageDetails', 'costDetails', 'totalCost')(facts),
    usagePricingTierName: null,
  }),
  prompt: ({ facts }: Told) => pick('promptId', 'promptName', 'promptVersion')(facts),
  metrics: ({ facts }: Told) => pick('latency', 'timeToFirstToken')(facts),
  trace_context: ({ span, trace }: Told) => ({
    tags: trace?.tags ?? span.tags,
    release: trace?.release ?? span.release,
    traceName: (textAt(span.attributes, TRACE_NAME) ?? trace?.name) || null,
  }),
} as const;
export type FieldGroup = keyof typeof GROUPS;
export const FIELD_GROUPS = Object.keys(GROUPS) as [FieldGroup, ...FieldGroup[]];

/** An observation as the second release gives it: the core, and what groups of fields are asked for. */
export function observationViewV2(
  projectId: string,
  groups: readonly FieldGroup[],
  told: Omit<Told, 'facts'>,
): object {
  const facts = observationFacts(told.span);
  const fields = (['core', ...groups] as const).map((group) => GROUPS[group]({ ...told, facts }));
  const none = { modelId: null, inputPrice: null, outputPrice: null, totalPrice: null };
  return {
    ...none,
    projectId,
    isRootObservation: isRoot(told.span),
    ...Object.assign({}, ...fields),
  };
}
