import { MAX_SPANS_OF_TRACE, TraceLedger } from '@pharos/core/trace-ledger';
import type { TelemetryWriter, TraceKey } from '../store/telemetry/contract.ts';
import { SeenKeys } from './seen-keys.ts';

export const traceKeyText = (key: TraceKey): string => `${key.projectId}\n${key.traceId}`;

export interface KnownTracesOptions {
  /**
   * Spans kept in memory, about 400 bytes each; the traces touched longest ago are forgotten first. A trace that is
   * being written stays, however large: reading all of it anew at every write would cost every other trace.
   */
  maxSpans: number;
  /** A trace with so many spans takes no more. */
  maxSpansOfTrace: number;
  /** Trace keys read at start; with more in the store, every unknown trace costs its share of a look-up. */
  warmTraces: number;
  /** Other processes write to the same store, so that memory proves nothing: every trace is looked up. */
  sharedStore: boolean;
}

/**
 * The ledgers of the traces now being written, read from the store when memory cannot know. A trace that was
 * certainly never stored costs nothing, which is nearly every trace.
 */
export class KnownTraces {
  readonly #store: Pick<TelemetryWriter, 'storedSpans' | 'parkedFacts' | 'recentTraces'>;
  readonly #options: KnownTracesOptions;
  readonly #ledgers = new Map<string, TraceLedger>();
  readonly #sizes = new Map<string, number>();
  readonly #seen = new SeenKeys();
  #spans = 0;
  lookups = 0;
  lookupSeconds = 0;

  constructor(
    store: Pick<TelemetryWriter, 'storedSpans' | 'parkedFacts' | 'recentTraces'>,
    options: Partial<KnownTracesOptions> = {},
  ) {
    this.#store = store;
    this.#options = {
      maxSpans: 200_000,
      maxSpansOfTrace: MAX_SPANS_OF_TRACE,
      warmTraces: 200_000,
      sharedStore: false,
      ...options,
    };
  }

  /** Learns which traces the store holds. Until then, every trace that memory does not hold is looked up. */
  async warm(): Promise<void> {
    if (this.#options.sharedStore) return;
    const traces = await this.#store.recentTraces(this.#options.warmTraces);
    for (const trace of traces) this.#seen.add(traceKeyText(trace));
    if (traces.length < this.#options.warmTraces) this.#seen.setComplete();
  }

  /** The ledger of each trace, by {@link traceKeyText}; one look-up for all that may be stored. */
  async open(traces: ReadonlyMap<string, TraceKey>): Promise<Map<string, TraceLedger>> {
    const open = new Map<string, TraceLedger>();
    const unsure = new Map<string, TraceKey>();
    for (const [text, key] of traces) {
      const ledger = this.#options.sharedStore ? undefined : this.#ledgers.get(text);
      if (ledger) {
        this.#ledgers.delete(text);
        this.#ledgers.set(text, ledger);
        open.set(text, ledger);
        continue;
      }
      const fresh = new TraceLedger(this.#options.maxSpansOfTrace);
      open.set(text, fresh);
      if (!this.#seen.isNew(text)) unsure.set(text, key);
    }
    if (unsure.size > 0) await this.#load(unsure, open);
    for (const [text, ledger] of open) {
      this.#seen.add(text);
      this.#ledgers.set(text, ledger);
    }
    return open;
  }

  /** Takes note of how large the ledgers have become and forgets the ones touched longest ago, but none of these. */
  trim(touched: ReadonlyMap<string, unknown>): void {
    for (const text of touched.keys()) this.#resize(text, this.#ledgers.get(text)?.size ?? 0);
    for (const text of this.#ledgers.keys()) {
      if (this.#spans <= this.#options.maxSpans) return;
      if (!touched.has(text)) this.#drop(text);
    }
  }

  /** A write failed: what the ledgers noted did not happen. */
  forget(traces: Iterable<string>): void {
    for (const text of traces) this.#drop(text);
  }

  /** Spans of the project were taken out of the store: its traces are looked up anew. */
  forgetProject(projectId: string): void {
    const own = traceKeyText({ projectId, traceId: '' });
    for (const text of [...this.#ledgers.keys()]) if (text.startsWith(own)) this.#drop(text);
  }

  async #load(unsure: ReadonlyMap<string, TraceKey>, open: ReadonlyMap<string, TraceLedger>): Promise<void> {
    const began = performance.now();
    const keys = [...unsure.values()];
    const [spans, parked] = await Promise.all([this.#store.storedSpans(keys), this.#store.parkedFacts(keys)]);
    this.lookups += unsure.size;
    this.lookupSeconds += (performance.now() - began) / 1000;
    const byTrace = new Map<string, typeof spans>();
    for (const span of spans) {
      const text = traceKeyText(span);
      const list = byTrace.get(text);
      if (list) list.push(span);
      else byTrace.set(text, [span]);
    }
    for (const [text, stored] of byTrace) open.get(text)?.load(stored);
    for (const facts of parked) open.get(traceKeyText(facts))?.patch(facts.spanId, facts);
  }

  #resize(text: string, size: number): void {
    this.#spans += size - (this.#sizes.get(text) ?? 0);
    if (size === 0) this.#sizes.delete(text);
    else this.#sizes.set(text, size);
  }

  #drop(text: string): void {
    this.#ledgers.delete(text);
    this.#resize(text, 0);
  }
}
