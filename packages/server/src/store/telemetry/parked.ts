import { factsOfPatch, factsOfTold } from '@pharos/core/facts';
import type { SpanFragment } from '@pharos/core/fragments/fragment';
import { overlay, tell } from '@pharos/core/fragments/tell';
import { foldPatches } from '@pharos/core/patch';
import type { Span, SpanPatch } from '@pharos/core/span';
import type { LedgerFacts } from '@pharos/core/trace-ledger';

/** A row of `span_patches`: a patch, or a fragment of a span that its protocol tells in pieces. */
export interface ParkedRow {
  project_id: string;
  trace_id: string;
  span_id: string;
  time_ns: string;
  patch: string;
}

/** All that is parked for one span. */
export interface Parked {
  projectId: string;
  traceId: string;
  spanId: string;
  patches: SpanPatch[];
  fragments: SpanFragment[];
}

type StoredFragment = Pick<SpanFragment, 'format' | 'update' | 'body'>;
type StoredPatch = Omit<SpanPatch, 'traceId' | 'spanId' | 'timeNs'>;

export function parkedBySpan(
  rows: readonly ParkedRow[],
  keyOf: (row: ParkedRow) => string,
): Map<string, Parked> {
  const spans = new Map<string, Parked>();
  for (const row of rows) {
    const key = keyOf(row);
    const ids = { traceId: row.trace_id, spanId: row.span_id };
    const parked = spans.get(key) ?? { projectId: row.project_id, ...ids, patches: [], fragments: [] };
    spans.set(key, parked);
    const stored = JSON.parse(row.patch) as StoredFragment | StoredPatch;
    const timed = { ...ids, timeNs: BigInt(row.time_ns) };
    if ('format' in stored) parked.fragments.push({ ...stored, ...timed });
    else parked.patches.push({ ...stored, ...timed });
  }
  return spans;
}

function latest(a: bigint, b: bigint): bigint {
  if (a > b) return a;
  return b;
}

/** What the ledger of its trace has to know of it. */
export function factsOfParked({ patches, fragments }: Parked): LedgerFacts {
  const all = patches.map(factsOfPatch);
  if (fragments.length > 0) all.push(factsOfTold(tell(fragments)));
  return all.reduce((a, b) => ({
    spends: a.spends || b.spends,
    userId: a.userId || b.userId,
    sessionId: a.sessionId || b.sessionId,
    endNs: latest(a.endNs, b.endNs),
  }));
}

/** The span with everything that is parked for it. Its cost is left as it was. */
export function foldParked(stored: Span, { patches, fragments }: Parked): Span {
  const told = fragments.length > 0 ? overlay(stored, tell(fragments)) : stored;
  return { ...told, ...foldPatches(told, patches) };
}
