import type { PreparedBatch } from './prepared.ts';

/** What the facts of one span take beside its rows. */
const FACTS_BYTES = 400;

/** What a batch adds to an insert. */
export const rowBytes = (batch: PreparedBatch): number =>
  batch.spanRows.byteLength +
  batch.payloadRows.byteLength +
  batch.logRows.byteLength +
  batch.scoreRows.byteLength +
  batch.pointRows.byteLength +
  batch.patchRows.byteLength;

/** What a batch takes of memory while it waits, about. */
export const heldBytes = (batch: PreparedBatch): number =>
  rowBytes(batch) + FACTS_BYTES * (batch.spans.length + batch.patches.length);
