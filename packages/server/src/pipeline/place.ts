import type { Admission, TraceLedger } from '@pharos/core/trace-ledger';
import type { EncodedRows, SpanCorrection, SpanKey, TraceKey } from '../store/telemetry/contract.ts';
import { patchPayloadRow, patchSpanRow } from '../store/telemetry/row-patch.ts';
import { traceKeyText } from './known-traces.ts';
import type { PreparedBatch, PreparedSpan } from './prepared.ts';

/** What one commit writes: rows to append, then patches to fold, then corrections of older rows. */
export interface Placement {
  rows: EncodedRows;
  fold: SpanKey[];
  /** Spans of a batch that are not written because their trace is full. */
  refused: Map<PreparedBatch, readonly PreparedSpan[]>;
  corrections: SpanCorrection[];
  /** When the earliest span that is written or corrected begins, by project. What is folded is not looked at. */
  earliest: Map<string, bigint>;
}

/** The traces that these batches touch, by key text. */
export function tracesOf(batches: readonly PreparedBatch[]): Map<string, TraceKey> {
  const traces = new Map<string, TraceKey>();
  for (const { projectId, spans, patches } of batches) {
    for (const { traceId } of [...spans, ...patches]) {
      const key = { projectId, traceId };
      const text = traceKeyText(key);
      if (!traces.has(text)) traces.set(text, key);
    }
  }
  return traces;
}

/**
 * Enters batches into the ledgers of their traces and says what to write. Rows are taken as the worker encoded
 * them; only a span whose ledger disagrees (another start time, usage that repeats, an owner named elsewhere) has
 * its row rewritten.
 */
export function place(
  batches: readonly PreparedBatch[],
  ledgers: ReadonlyMap<string, TraceLedger>,
): Placement {
  const rows: EncodedRows = { spans: [], payloads: [], logs: [], scores: [], points: [], patches: [] };
  const fold = new Map<string, SpanKey>();
  const refused = new Map<PreparedBatch, readonly PreparedSpan[]>();
  const earliest = new Map<string, bigint>();
  const begins = (projectId: string, startNs: bigint) => {
    const known = earliest.get(projectId);
    if (known === undefined || startNs < known) earliest.set(projectId, startNs);
  };
  for (const batch of batches) {
    const { projectId } = batch;
    const ledgerOf = (traceId: string) => ledgers.get(traceKeyText({ projectId, traceId })) as TraceLedger;
    const { withoutRoom, complete, pieces } = placeSpans(batch, ledgerOf, rows, (startNs) =>
      begins(projectId, startNs),
    );
    if (withoutRoom.length > 0) refused.set(batch, withoutRoom);
    for (const patch of [...batch.patches, ...pieces]) ledgerOf(patch.traceId).patch(patch.spanId, patch);
    for (const { traceId, spanId } of [...batch.spans, ...batch.patches]) {
      const ledger = ledgerOf(traceId);
      const key = `${projectId}\n${traceId}\n${spanId}`;
      if (ledger.isPatched(spanId) && ledger.isWritten(spanId) && !complete.has(key))
        fold.set(key, { projectId, traceId, spanId });
    }
    push(rows.logs, batch.logRows);
    push(rows.scores, batch.scoreRows);
    push(rows.points, batch.pointRows);
  }
  const corrections = correctionsOf(batches, ledgers);
  for (const { projectId, startNs } of corrections) begins(projectId, startNs);
  return { rows, fold: [...fold.values()], refused, corrections, earliest };
}

interface PlacedSpans {
  withoutRoom: PreparedSpan[];
  /** Partial spans of which nothing was told before, so that their rows say all there is. */
  complete: Set<string>;
  /** Spans that one piece told whole, of which others are known: their pieces are kept, to be read with those. */
  pieces: PreparedSpan[];
}

function placeSpans(
  batch: PreparedBatch,
  ledgerOf: (traceId: string) => TraceLedger,
  rows: EncodedRows,
  onWritten: (startNs: bigint) => void,
): PlacedSpans {
  const withoutRoom: PreparedSpan[] = [];
  const complete = new Set<string>();
  const pieces: PreparedSpan[] = [];
  let pieceStart = 0;
  let unchangedSpan = 0;
  let unchangedPayload = 0;
  let spanStart = 0;
  let payloadStart = 0;
  /** Leaves the row of this span out. */
  const skip = (span: PreparedSpan) => {
    push(rows.spans, batch.spanRows.subarray(unchangedSpan, spanStart));
    push(rows.payloads, batch.payloadRows.subarray(unchangedPayload, payloadStart));
    spanStart = unchangedSpan = span.spanRowEnd;
    payloadStart = unchangedPayload = span.payloadRowEnd;
  };
  for (const span of batch.spans) {
    const ledger = ledgerOf(span.traceId);
    const known = ledger.isWritten(span.spanId) || ledger.isPatched(span.spanId);
    const isPiece = span.pieceRowEnd !== undefined && known;
    if (isPiece) {
      push(rows.patches, batch.patchRows.subarray(pieceStart, span.pieceRowEnd));
      pieces.push(span);
    }
    pieceStart = span.pieceRowEnd ?? pieceStart;
    if ((span.partial || isPiece) && ledger.isWritten(span.spanId)) {
      // The fold writes it: this row would for a moment hide what was told before.
      skip(span);
      continue;
    }
    if (span.partial && !ledger.isPatched(span.spanId))
      complete.add(`${batch.projectId}\n${span.traceId}\n${span.spanId}`);
    const admission = ledger.admit(span, batch.version);
    if (admission === undefined) {
      withoutRoom.push(span);
      skip(span);
      continue;
    }
    onWritten(admission.startNs);
    const moved = admission.startNs !== span.startNs;
    if (
      moved ||
      !admission.counted ||
      admission.covered ||
      admission.endNs !== span.endNs ||
      admission.userId !== span.userId ||
      admission.sessionId !== span.sessionId
    ) {
      push(rows.spans, batch.spanRows.subarray(unchangedSpan, spanStart));
      rows.spans.push(
        patchSpanRow(batch.spanRows.subarray(spanStart, span.spanRowEnd), {
          ...admission,
          durationNs: durationOf(admission),
        }),
      );
      unchangedSpan = span.spanRowEnd;
    }
    if (moved) {
      push(rows.payloads, batch.payloadRows.subarray(unchangedPayload, payloadStart));
      push(
        rows.payloads,
        patchPayloadRow(batch.payloadRows.subarray(payloadStart, span.payloadRowEnd), admission.startNs),
      );
      unchangedPayload = span.payloadRowEnd;
    }
    spanStart = span.spanRowEnd;
    payloadStart = span.payloadRowEnd;
  }
  push(rows.spans, batch.spanRows.subarray(unchangedSpan));
  push(rows.payloads, batch.payloadRows.subarray(unchangedPayload));
  push(rows.patches, batch.patchRows.subarray(pieceStart));
  return { withoutRoom, complete, pieces };
}

const durationOf = ({ startNs, endNs }: Admission): bigint => (endNs > startNs ? endNs - startNs : 0n);

function correctionsOf(
  batches: readonly PreparedBatch[],
  ledgers: ReadonlyMap<string, TraceLedger>,
): SpanCorrection[] {
  const corrections: SpanCorrection[] = [];
  for (const [text, key] of tracesOf(batches)) {
    for (const correction of ledgers.get(text)?.takeCorrections() ?? [])
      corrections.push({ ...key, ...correction });
  }
  return corrections;
}

function push(list: Uint8Array[], rows: Uint8Array): void {
  if (rows.byteLength > 0) list.push(rows);
}
