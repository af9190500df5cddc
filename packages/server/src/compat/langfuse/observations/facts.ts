import type { ApiSpan } from '@pharos/core/api/spans';
import { parseIfStructure } from '@pharos/core/attributes';
import type { Json } from '@pharos/core/content';
import { APP_ROOT, LANGFUSE_INGESTION, STANDS_FOR_TRACE } from '@pharos/core/fragments/langfuse';
import { isRecord } from '@pharos/core/message-parts';
import { NO_END_TIME } from '@pharos/core/span';

type Attributes = Readonly<Record<string, unknown>>;

/** Langfuse's own SDKs, whose attributes are the metadata they were given and nothing else. */
const OWN_SCOPES: ReadonlySet<string> = new Set([LANGFUSE_INGESTION, 'langfuse-sdk']);

/** What a trace is called, when that is not the name of its root. */
export const TRACE_NAME = 'langfuse.trace.name';

/** A span that is the trace itself, which the SDKs' own protocol tells apart from what happened in it. */
export const standsForTrace = ({ attributes }: Pick<ApiSpan, 'attributes'>): boolean =>
  attributes[STANDS_FOR_TRACE] !== undefined;

/** The observation it is a part of; what lies directly in the trace itself is part of none. */
export const parentOf = ({ parentSpanId, traceId, scope }: ApiSpan): string | null =>
  scope === LANGFUSE_INGESTION && parentSpanId === traceId ? null : parentSpanId;

/** An observation that is part of none, or that its SDK marks as such though something outside called it. */
export const isRoot = (span: ApiSpan): boolean =>
  parentOf(span) === null || span.attributes[APP_ROOT] !== undefined;

/** An event is a moment. */
export const hasEnd = ({ attributes, kind }: Pick<ApiSpan, 'attributes' | 'kind'>): boolean =>
  kind !== 'event' && attributes[NO_END_TIME] !== true;

export function textAt(attributes: Attributes, name: string): string | null {
  const value = attributes[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

const parsed = (value: unknown): Json | undefined =>
  typeof value === 'string' ? parseIfStructure(value) : (value as Json | undefined);

/** What lies under a name: as one object, or key by key. */
function under(attributes: Attributes, name: string): [string, unknown][] {
  const whole = parsed(attributes[name]);
  const start = `${name}.`;
  const single = Object.entries(attributes)
    .filter(([key]) => key.startsWith(start))
    .map(([key, value]): [string, unknown] => [key.slice(start.length), parsed(value)]);
  if (whole === undefined) return single;
  return [
    ...(isRecord(whole) ? Object.entries(whole) : [['metadata', whole] as [string, unknown]]),
    ...single,
  ];
}

/** The metadata of an observation, or of a trace by its root, and where it came from when that says more. */
export function metadataOf(span: ApiSpan, of: 'observation' | 'trace'): Record<string, unknown> {
  const { attributes, resource, scope } = span;
  const metadata = Object.fromEntries(under(attributes, `langfuse.${of}.metadata`));
  if (scope === LANGFUSE_INGESTION) return metadata;
  const others = Object.entries(attributes).filter(([key]) => !key.startsWith('langfuse.'));
  return {
    ...metadata,
    ...(!OWN_SCOPES.has(scope) && others.length > 0 && { attributes: Object.fromEntries(others) }),
    ...(Object.keys(resource).length > 0 && { resourceAttributes: resource }),
    ...(scope !== '' && { scope: { name: scope } }),
  };
}

const REQUEST = 'gen_ai.request.';

/** What a model was asked with. */
export function modelParametersOf({ attributes }: ApiSpan): Record<string, unknown> | null {
  const own = parsed(attributes['langfuse.observation.model.parameters']);
  if (isRecord(own)) return own;
  const asked = Object.entries(attributes)
    .filter(([key]) => key.startsWith(REQUEST) && key !== `${REQUEST}model`)
    .map(([key, value]) => [key.slice(REQUEST.length), value]);
  return asked.length > 0 ? Object.fromEntries(asked) : null;
}

export const LEVELS = ['DEBUG', 'DEFAULT', 'WARNING', 'ERROR'] as const;
export type Level = (typeof LEVELS)[number];

/** An error is one whatever level it was said at; the others are as they were said. */
export function levelOf({ status, attributes }: ApiSpan): Level {
  if (status === 'error') return 'ERROR';
  const said = textAt(attributes, 'langfuse.observation.level')?.toUpperCase();
  return said === 'DEBUG' || said === 'WARNING' ? said : 'DEFAULT';
}
