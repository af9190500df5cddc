import type { JsonRecord } from '../message-parts.ts';
import { normalise } from '../normalise.ts';
import { NO_END_TIME, type RawSpan, type Span } from '../span.ts';
import { type FragmentFormat, inOrder, type SpanFragment } from './fragment.ts';
import { langfuseSpan } from './langfuse.ts';
import { langsmithSpan } from './langsmith.ts';

/** A span as far as its fragments tell it. */
export interface Assembled {
  raw: RawSpan;
  /** Its place in time and in its trace is told; else only what is said of it counts. */
  placed: boolean;
}

/** The same, understood. */
export interface Told {
  span: Span;
  placed: boolean;
}

export interface FragmentIds {
  traceId: string;
  spanId: string;
  /** When the first of them was said. */
  saidNs: bigint;
  /** It is told that the span was made, not only what became of it. */
  created: boolean;
}

/** How the bodies of one span, in their order, make a span. */
export type Assemble = (ids: FragmentIds, bodies: readonly JsonRecord[]) => Assembled;

const ASSEMBLE: Record<FragmentFormat, Assemble> = { langfuse: langfuseSpan, langsmith: langsmithSpan };

/** What fragments of one span, of which there is at least one, say together, in whatever order they are given. */
export function tell(fragments: readonly SpanFragment[]): Told {
  const ordered = inOrder(fragments);
  const [first] = ordered as [SpanFragment];
  const ids = { traceId: first.traceId, spanId: first.spanId, saidNs: first.timeNs, created: !first.update };
  const { raw, placed } = ASSEMBLE[first.format](
    ids,
    ordered.map(({ body }) => body),
  );
  return { span: normalise(raw), placed };
}

type Key = keyof Span;
/** What a fragment that does not place its span cannot know. */
const PLACE: ReadonlySet<Key> = new Set(['parentSpanId', 'kind', 'startNs']);
const says = (value: unknown): boolean =>
  value !== undefined && value !== '' && value !== 'unset' && !(Array.isArray(value) && value.length === 0);

/**
 * What fragments tell, laid over what is stored of their span: they win wherever they say something, so laying the
 * same again changes nothing. A span that has no end yet keeps the one it was given, and of two starts the earlier
 * is the true one.
 */
export function overlay(stored: Span, { span: told, placed }: Told): Span {
  const said = (Object.keys(told) as Key[]).filter((key) => says(told[key]) && (placed || !PLACE.has(key)));
  const over = Object.fromEntries(said.map((key) => [key, told[key]])) as Partial<Span>;
  const open = told.attributes.get(NO_END_TIME) === true;
  const attributes = new Map([...stored.attributes, ...told.attributes]);
  const storedOpen = stored.attributes.get(NO_END_TIME) === true;
  if (!open || !storedOpen) attributes.delete(NO_END_TIME);
  return {
    ...stored,
    ...over,
    kind: placed && told.kind !== 'span' ? told.kind : stored.kind,
    startNs: placed && told.startNs < stored.startNs ? told.startNs : stored.startNs,
    // The trace itself is the parent of what names no other.
    parentSpanId:
      placed && told.parentSpanId !== told.traceId
        ? told.parentSpanId || stored.parentSpanId
        : stored.parentSpanId || (placed ? told.parentSpanId : ''),
    endNs: !open || (placed && storedOpen && told.endNs > stored.endNs) ? told.endNs : stored.endNs,
    ...(told.status !== 'unset' && {
      status: told.status,
      statusMessage: told.statusMessage,
      error: told.error,
    }),
    usageEstimated: told.usage ? told.usageEstimated : stored.usageEstimated,
    attributes,
    resource: new Map([...stored.resource, ...told.resource]),
  };
}
