import { canonical } from '../canonical.ts';
import { isRecord, type JsonRecord } from '../message-parts.ts';

/** Protocols that tell a span in pieces: a create, then updates. */
export const FRAGMENT_FORMATS = ['langfuse', 'langsmith'] as const;
export type FragmentFormat = (typeof FRAGMENT_FORMATS)[number];

/**
 * One piece of a span as its protocol says it. What a span is, is read from all its pieces together, so that it does
 * not matter in which order, in how many requests or how often they arrive.
 */
export interface SpanFragment {
  traceId: string;
  spanId: string;
  format: FragmentFormat;
  /** When it was said. */
  timeNs: bigint;
  /** Speaks of a span that another fragment creates; read after the creates, whatever its time. */
  update: boolean;
  body: JsonRecord;
}

/** Creates before updates, each by time; of equal times, in an order that only their content decides. */
export function inOrder(fragments: readonly SpanFragment[]): SpanFragment[] {
  return [...fragments].sort((a, b) => {
    if (a.update !== b.update) return a.update ? 1 : -1;
    if (a.timeNs !== b.timeNs) return a.timeNs < b.timeNs ? -1 : 1;
    const [textA, textB] = [canonical(a.body), canonical(b.body)];
    return textA < textB ? -1 : Number(textA > textB);
  });
}

/**
 * Bodies as one: of each key the last value that is not null. The objects under `deep` are merged in the same way,
 * key by key, and the lists under `union` hold what any of them held.
 */
export function mergeBodies(
  bodies: readonly JsonRecord[],
  { deep = [], union = [] }: { deep?: readonly string[]; union?: readonly string[] },
): JsonRecord {
  const merged = new Map<string, JsonRecord[string]>();
  for (const body of bodies) {
    for (const [key, value] of Object.entries(body)) {
      if (value === null || value === undefined) continue;
      const before = merged.get(key);
      if (deep.includes(key) && isRecord(before) && isRecord(value))
        merged.set(key, mergeBodies([before, value], { deep: Object.keys(value) }));
      else if (union.includes(key) && Array.isArray(before) && Array.isArray(value))
        merged.set(key, [...new Set([...before, ...value])]);
      else merged.set(key, value);
    }
  }
  return Object.fromEntries(merged);
}
