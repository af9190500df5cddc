import type { Node } from './ledger/node.ts';
import { SpanTree } from './ledger/span-tree.ts';
import { isCounted, isCovered } from './ledger/what-is-told.ts';
import { MODEL_CALLS, type SpanKind } from './span.ts';

/** What the ledger has to know of a span; '' where nothing was reported. */
export interface LedgerEntry {
  spanId: string;
  parentSpanId: string;
  startNs: bigint;
  endNs: bigint;
  kind: SpanKind;
  /** It reports tokens or cost. */
  spends: boolean;
  /** It reports none, and carries tokens that were estimated from its text. */
  estimated: boolean;
  userId: string;
  sessionId: string;
  /** Name of the convention that recognised it. */
  convention: string;
  /** It stands for its trace and has no end of its own: it lasts as long as the trace does. */
  lasting: boolean;
}

export interface StoredEntry extends LedgerEntry {
  version: bigint;
  counted: boolean;
  covered: boolean;
}

/** How an arriving span is to be written. */
export interface Admission {
  /** The start time of its first version: identity is fixed at first sight. */
  startNs: bigint;
  endNs: bigint;
  /** Whether its usage adds to sums. */
  counted: boolean;
  /** It is a call of its own, but its usage is an estimate of tokens that another span accounts for. */
  covered: boolean;
  userId: string;
  sessionId: string;
}

/** A span written earlier that has to be written anew. */
export interface Correction {
  spanId: string;
  startNs: bigint;
  endNs?: bigint;
  counted?: boolean;
  covered?: boolean;
  userId?: string;
  sessionId?: string;
}

/** What the ledger has to know of facts that arrive apart from their span. */
export interface LedgerFacts {
  spends: boolean;
  userId: string;
  sessionId: string;
  /** 0 when they tell none. */
  endNs: bigint;
}

/** Kinds that may be one more record of the model call around them, or stand between two records of one. */
const SAME_CALL: ReadonlySet<SpanKind> = new Set([...MODEL_CALLS, 'chain', 'span', 'event']);

/**
 * SDKs that report a call once, so that a call within a call is another one. LangSmith in OpenTelemetry mode writes a
 * streamed call over the span around it, among whose children are the calls before it.
 */
const REPORT_ONCE: ReadonlySet<string> = new Set(['langsmith']);

/** SDKs whose trace is a thing of its own, stored as the root with the trace's id. */
const TRACE_AS_ROOT: ReadonlySet<string> = new Set(['langfuse']);

export const isLasting = (span: { traceId: string; spanId: string; convention: string }): boolean =>
  span.traceId === span.spanId && TRACE_AS_ROOT.has(span.convention);

/** What a trace may hold: the book of a larger one would cost every other trace its memory. */
export const MAX_SPANS_OF_TRACE = 200_000;

/**
 * The book of one trace, kept so that every token is counted once and every span has one identity, in whatever order and however often
 * its spans arrive and whatever they turn out to be: it is what the spans as they were told last make of it.
 *
 * Counting: see ledger/what-is-told.ts.
 *
 * Owner: a span that names no user or session takes the one its trace has named first.
 *
 * Length: a span that stands for its trace ends with the last of its spans.
 */
export class TraceLedger {
  readonly #maxSpans: number;
  readonly #patched = new Set<string>();
  readonly #lasting = new Set<Node>();
  /** What was written of them may no longer hold. */
  readonly #unsettled = new Set<Node>();
  readonly #tree = new SpanTree((node) => this.#unsettled.add(node));
  #lastEndNs = 0n;
  #userId = '';
  #sessionId = '';

  constructor(maxSpans = MAX_SPANS_OF_TRACE) {
    this.#maxSpans = maxSpans;
  }

  get size(): number {
    return this.#tree.size + this.#patched.size;
  }

  /** How many spans were looked at so far to see whether something changes for them. */
  get looked(): number {
    return this.#tree.looked;
  }

  /** Takes stored spans in; what the book would have written otherwise becomes a correction. */
  load(stored: readonly StoredEntry[]): void {
    const inOrder = [...stored].sort((a, b) => (a.version < b.version ? -1 : a.version > b.version ? 1 : 0));
    for (const entry of inOrder) {
      const node = this.#enter(entry, entry.version);
      node.written = true;
      node.counted = entry.counted;
      node.covered = entry.covered;
    }
  }

  /**
   * Enters a span that is about to be written. Of several versions the highest is the one that is read, in whatever
   * order they are written. Undefined when the trace is full.
   */
  admit(entry: LedgerEntry, version: bigint): Admission | undefined {
    const earlier = this.#tree.find(entry.spanId);
    if (earlier === undefined && this.#tree.size >= this.#maxSpans) return undefined;
    // Nobody will read this version, so it must not undo what is known, nor a correction that is due.
    if (earlier?.written && version < earlier.version) return admissionOf(earlier);
    const node = this.#enter(entry, version);
    Object.assign(node, this.#due(node), { written: true });
    this.#unsettled.delete(node);
    return admissionOf(node);
  }

  /** Notes a patch for a span, present or still to come; those of a full trace are not. */
  patch(spanId: string, facts: LedgerFacts): void {
    if (this.#patched.size >= this.#maxSpans) return;
    this.#patched.add(spanId);
    this.#own(facts.userId, facts.sessionId);
    this.#reach(facts.endNs);
    if (facts.spends) this.#tree.change(this.#tree.node(spanId), { patched: true });
  }

  /** Takes note of how a fold has written a span; what follows from it for others becomes a correction. */
  fold(entry: LedgerEntry, version: bigint): void {
    const { startNs, userId, sessionId } = entry;
    Object.assign(this.#enter(entry, version), { startNs, userId, sessionId });
  }

  /** Spans of this trace that are written and have patches: their patches must be folded again after a write. */
  isPatched(spanId: string): boolean {
    return this.#patched.has(spanId);
  }

  isWritten(spanId: string): boolean {
    return this.#tree.find(spanId)?.written === true;
  }

  /** The corrections that have come up since the last call. */
  takeCorrections(): Correction[] {
    const corrections: Correction[] = [];
    for (const node of this.#unsettled) {
      const due = node.written ? this.#due(node) : {};
      if (Object.keys(due).length === 0) continue;
      Object.assign(node, due);
      corrections.push({ ...due, spanId: node.spanId, startNs: node.startNs });
    }
    this.#unsettled.clear();
    return corrections;
  }

  #enter(entry: LedgerEntry, version: bigint): Node {
    const { spanId, parentSpanId, startNs, endNs, kind, convention, lasting, userId, sessionId } = entry;
    const node = this.#tree.node(spanId);
    if (!node.known) node.startNs = startNs;
    node.known = true;
    node.version = version;
    node.endNs = endNs;
    node.lasting = lasting;
    if (lasting) this.#lasting.add(node);
    if (userId !== '') node.userId = userId;
    if (sessionId !== '') node.sessionId = sessionId;
    const call = MODEL_CALLS.has(kind);
    const facts = {
      call,
      ownCall: call && REPORT_ONCE.has(convention),
      apart: !SAME_CALL.has(kind),
      reported: entry.spends,
      guessed: entry.estimated,
    };
    this.#tree.change(node, facts, parentSpanId);
    this.#own(userId, sessionId);
    this.#reach(endNs);
    return node;
  }

  /** The trace's owner becomes known: spans written without one are corrected. */
  #own(userId: string, sessionId: string): void {
    const newUser = this.#userId === '' && userId !== '';
    const newSession = this.#sessionId === '' && sessionId !== '';
    if (!newUser && !newSession) return;
    if (newUser) this.#userId = userId;
    if (newSession) this.#sessionId = sessionId;
    for (const node of this.#tree.all()) this.#unsettled.add(node);
  }

  /** The trace turns out to last longer. */
  #reach(endNs: bigint): void {
    if (endNs <= this.#lastEndNs) return;
    this.#lastEndNs = endNs;
    for (const node of this.#lasting) this.#unsettled.add(node);
  }

  /** What must be written of a span otherwise than it was. */
  #due(node: Node): Omit<Correction, 'spanId' | 'startNs'> {
    const due: Omit<Correction, 'spanId' | 'startNs'> = {};
    const [counted, covered] = [isCounted(node), isCovered(node)];
    if (counted !== node.counted) due.counted = counted;
    if (covered !== node.covered) due.covered = covered;
    if (node.userId === '' && this.#userId !== '') due.userId = this.#userId;
    if (node.sessionId === '' && this.#sessionId !== '') due.sessionId = this.#sessionId;
    if (node.lasting && node.endNs < this.#lastEndNs) due.endNs = this.#lastEndNs;
    return due;
  }
}

const admissionOf = ({ startNs, endNs, counted, covered, userId, sessionId }: Node): Admission => ({
  startNs,
  endNs,
  counted,
  covered,
  userId,
  sessionId,
});
