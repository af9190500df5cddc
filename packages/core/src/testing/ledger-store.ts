import type { LedgerEntry, LedgerFacts, StoredEntry } from '../trace-ledger.ts';
import { TraceLedger } from '../trace-ledger.ts';

/** A span as a ledger is told of it. */
export const entry = (spanId: string, over: Partial<LedgerEntry> = {}): LedgerEntry => ({
  spanId,
  parentSpanId: '',
  startNs: 1n,
  endNs: 2n,
  kind: 'span',
  spends: false,
  estimated: false,
  userId: '',
  sessionId: '',
  convention: '',
  lasting: false,
  ...over,
});

const USAGE: LedgerFacts = { spends: true, userId: '', sessionId: '', endNs: 0n };

/** A store with the ledger that it is written through, as a server keeps them. */
export class LedgerStore {
  readonly rows = new Map<string, StoredEntry>();
  readonly #patched = new Set<string>();
  #ledger = new TraceLedger();

  /** Spans that arrive together; what is written late has an older version. */
  write(spans: readonly LedgerEntry[], version: bigint): void {
    for (const span of spans) {
      const admission = this.#ledger.admit(span, version);
      if (!admission) continue;
      const newest = this.rows.get(span.spanId);
      if (!newest || newest.version <= version)
        this.rows.set(span.spanId, { ...span, ...admission, version });
    }
    for (const { spanId } of spans) if (this.#patched.has(spanId)) this.#fold(spanId);
    this.#correct();
  }

  /** Usage that arrives apart from its span. */
  patch(spanId: string): void {
    this.#patched.add(spanId);
    this.#ledger.patch(spanId, USAGE);
    this.#fold(spanId);
    this.#correct();
  }

  /** Forgets what is only in memory. */
  restart(): void {
    this.#ledger = new TraceLedger();
    this.#ledger.load([...this.rows.values()].reverse());
    for (const spanId of this.#patched) this.#ledger.patch(spanId, USAGE);
    this.#correct();
  }

  /** What is left when the same facts are read by somebody who knows nothing of how they came about. */
  anew(): LedgerStore {
    const store = new LedgerStore();
    for (const row of this.rows.values())
      store.rows.set(row.spanId, { ...row, counted: true, covered: false });
    for (const spanId of this.#patched) store.#patched.add(spanId);
    store.restart();
    return store;
  }

  /** What was told in pieces turns out to be something else: its row is written anew. */
  fold(span: LedgerEntry): void {
    this.#fold(span.spanId, span);
    this.#correct();
  }

  /** What a fold leaves: the row with all that is told of it. */
  #fold(spanId: string, told: Partial<LedgerEntry> = {}): void {
    const row = this.rows.get(spanId);
    if (!row) return;
    const usage = this.#patched.has(spanId) ? { spends: true, estimated: false } : {};
    const { counted, covered } = row;
    const folded = { ...row, ...told, ...usage, counted, covered, version: row.version + 1n };
    this.rows.set(spanId, folded);
    this.#correct();
    this.#ledger.fold(folded, folded.version);
  }

  #correct(): void {
    for (const { spanId, ...change } of this.#ledger.takeCorrections()) {
      const row = this.rows.get(spanId);
      if (row) this.rows.set(spanId, { ...row, ...change, version: row.version + 1n });
    }
  }
}

/**
 * Writes spans through a ledger in batches, restarting from what is stored before the batches in `restarts`. Versions rise
 * in the order of batches unless `versions` says otherwise.
 */
export function write(
  batches: LedgerEntry[][],
  restarts: Set<number> = new Set(),
  versions: readonly bigint[] = batches.map((_, i) => BigInt(i) * 10n),
): Map<string, StoredEntry> {
  const store = new LedgerStore();
  batches.forEach((batch, i) => {
    if (restarts.has(i)) store.restart();
    store.write(batch, versions[i] as bigint);
  });
  return store.rows;
}
