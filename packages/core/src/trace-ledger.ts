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

interface Node {
  /** False while only children or patches of it were seen. */
  known: boolean;
  /** A version of it is on disk or in the batch being written. */
  written: boolean;
  version: bigint;
  parentSpanId: string;
  startNs: bigint;
  endNs: bigint;
  lasting: boolean;
  call: boolean;
  /** A model call, whatever calls lie within it. */
  ownCall: boolean;
  /** What lies in it is no part of a model call around it. */
  apart: boolean;
  spends: boolean;
  estimated: boolean;
  counted: boolean;
  covered: boolean;
  userId: string;
  sessionId: string;
  /** Some descendant spends. */
  spendsBelow: boolean;
  /** Some direct child is a model call that spends. */
  callBelow: boolean;
  /** Some descendant, with nothing between them that stands apart, spends or is estimated. */
  toldBelow: boolean;
}

/** Kinds that may be one more record of the model call around them, or stand between two records of one. */
const SAME_CALL: ReadonlySet<SpanKind> = new Set([...MODEL_CALLS, 'chain', 'span', 'event']);

/** Deeper nesting is not looked through for who reports around an estimate. */
const MAX_DEPTH = 250;

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
 * The book of one trace, kept so that every token is counted once and every span has one identity, in whatever
 * order and however often its spans arrive.
 *
 * Counting: an agent, chain or plain span repeats its children, so it counts only while no descendant spends. A
 * model call directly inside a model call is one call seen by two instrumentations: the inner one counts, as tokens
 * and as a call. Both facts only ever turn from true to false, so the outcome depends on the set of spans alone, not
 * on their order.
 *
 * Estimates stand in where nobody reports: one does not count while a span around it reports what its calls used, or
 * one in it reports or is estimated as well. That may change either way, so it is worked out again for all estimates
 * when the trace has changed.
 *
 * Owner: a span that names no user or session takes the one its trace has named first.
 *
 * Length: a span that stands for its trace ends with the last of its spans.
 */
export class TraceLedger {
  readonly #maxSpans: number;
  readonly #nodes = new Map<string, Node>();
  readonly #patched = new Set<string>();
  readonly #lasting = new Set<string>();
  readonly #estimated = new Set<string>();
  /** Something has changed that estimates go by. */
  #unsettled = false;
  #lastEndNs = 0n;
  #userId = '';
  #sessionId = '';
  #corrections = new Map<string, Correction>();

  constructor(maxSpans = MAX_SPANS_OF_TRACE) {
    this.#maxSpans = maxSpans;
  }

  get size(): number {
    return this.#nodes.size + this.#patched.size;
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
    for (const [spanId, node] of this.#nodes) this.#settle(spanId, node);
  }

  /**
   * Enters a span that is about to be written. Of several versions the highest is the one that is read, in whatever
   * order they are written. Undefined when the trace is full.
   */
  admit(entry: LedgerEntry, version: bigint): Admission | undefined {
    const earlier = this.#nodes.get(entry.spanId);
    if (earlier === undefined && this.#nodes.size >= this.#maxSpans) return undefined;
    // Nobody will read this version, so it must not undo what is known, nor a correction that is due.
    if (earlier?.written && version < earlier.version) return admissionOf(earlier);
    const node = this.#enter(entry, version);
    node.covered = this.#isCovered(node);
    node.counted = this.#counts(node);
    if (node.userId === '') node.userId = this.#userId;
    if (node.sessionId === '') node.sessionId = this.#sessionId;
    if (node.lasting && node.endNs < this.#lastEndNs) node.endNs = this.#lastEndNs;
    node.written = true;
    this.#corrections.delete(entry.spanId);
    return admissionOf(node);
  }

  /** Notes a patch for a span, present or still to come; those of a full trace are not. */
  patch(spanId: string, facts: LedgerFacts): void {
    if (this.#patched.size >= this.#maxSpans) return;
    this.#patched.add(spanId);
    const node = this.#node(spanId);
    this.#own(facts.userId, facts.sessionId);
    this.#reach(facts.endNs);
    if (facts.spends && !node.spends) {
      node.spends = true;
      this.#setEstimated(spanId, node, false);
      this.#unsettled = true;
      if (node.known) this.#spread(node);
      this.#settle(spanId, node);
    }
  }

  /** Spans of this trace that are written and have patches: their patches must be folded again after a write. */
  isPatched(spanId: string): boolean {
    return this.#patched.has(spanId);
  }

  isWritten(spanId: string): boolean {
    return this.#nodes.get(spanId)?.written === true;
  }

  /** The corrections that have come up since the last call. */
  takeCorrections(): Correction[] {
    if (this.#unsettled) for (const spanId of this.#estimated) this.#settle(spanId, this.#node(spanId));
    this.#unsettled = false;
    if (this.#corrections.size === 0) return [];
    const taken = [...this.#corrections.values()];
    this.#corrections = new Map();
    return taken;
  }

  #node(spanId: string): Node {
    let node = this.#nodes.get(spanId);
    if (!node) {
      node = {
        known: false,
        written: false,
        version: 0n,
        parentSpanId: '',
        startNs: 0n,
        endNs: 0n,
        lasting: false,
        call: false,
        ownCall: false,
        apart: false,
        spends: false,
        estimated: false,
        counted: true,
        covered: false,
        userId: '',
        sessionId: '',
        spendsBelow: false,
        callBelow: false,
        toldBelow: false,
      };
      this.#nodes.set(spanId, node);
    }
    return node;
  }

  #enter(entry: LedgerEntry, version: bigint): Node {
    // It may be what joins an estimate below it to who reports above.
    this.#unsettled ||= this.#nodes.has(entry.spanId);
    const node = this.#node(entry.spanId);
    if (!node.known) node.startNs = entry.startNs;
    node.known = true;
    node.version = version;
    node.endNs = entry.endNs;
    node.lasting = entry.lasting;
    if (entry.lasting) this.#lasting.add(entry.spanId);
    node.parentSpanId = entry.parentSpanId === entry.spanId ? '' : entry.parentSpanId;
    node.call = MODEL_CALLS.has(entry.kind);
    node.ownCall = node.call && REPORT_ONCE.has(entry.convention);
    node.apart = !SAME_CALL.has(entry.kind);
    node.spends ||= entry.spends;
    this.#setEstimated(entry.spanId, node, entry.estimated && !node.spends);
    if (entry.userId !== '') node.userId = entry.userId;
    if (entry.sessionId !== '') node.sessionId = entry.sessionId;
    this.#own(entry.userId, entry.sessionId);
    this.#reach(entry.endNs);
    this.#spread(node);
    return node;
  }

  #setEstimated(spanId: string, node: Node, estimated: boolean): void {
    node.estimated = estimated;
    if (estimated) this.#estimated.add(spanId);
    else this.#estimated.delete(spanId);
  }

  /** Tells the ancestors what there is below them. Stops where that is known, so a cycle ends too. */
  #spread(node: Node): void {
    const spends = node.spends || node.spendsBelow;
    let told = node.spends || node.estimated || node.toldBelow;
    let direct = node.spends && node.call;
    let child = node;
    while (child.known && child.parentSpanId !== '') {
      const parent = this.#node(child.parentSpanId);
      told &&= !child.apart;
      const isNews =
        (spends && !parent.spendsBelow) || (direct && !parent.callBelow) || (told && !parent.toldBelow);
      if (!isNews) return;
      parent.spendsBelow ||= spends;
      parent.callBelow ||= direct;
      parent.toldBelow ||= told;
      this.#unsettled = true;
      direct = false;
      this.#settle(child.parentSpanId, parent);
      child = parent;
    }
  }

  #counts(node: Node): boolean {
    return isNoRepetition(node) && !node.covered;
  }

  #isCovered(node: Node): boolean {
    if (!node.estimated || !isNoRepetition(node)) return false;
    return (node.toldBelow && !node.ownCall) || this.#isReportedAround(node);
  }

  #isReportedAround(node: Node): boolean {
    let mayBeSameCall = !node.ownCall;
    let child = node;
    for (let depth = 0; depth < MAX_DEPTH && child.known && child.parentSpanId !== ''; depth++) {
      const parent = this.#nodes.get(child.parentSpanId);
      if (!parent) return false;
      const isOfThis = parent.call ? mayBeSameCall && !parent.ownCall : true;
      if (parent.spends && isOfThis && isNoRepetition(parent)) return true;
      mayBeSameCall &&= !parent.apart;
      child = parent;
    }
    return false;
  }

  /** The trace's owner becomes known: spans written without one are corrected. */
  #own(userId: string, sessionId: string): void {
    const newUser = this.#userId === '' && userId !== '';
    const newSession = this.#sessionId === '' && sessionId !== '';
    if (!newUser && !newSession) return;
    if (newUser) this.#userId = userId;
    if (newSession) this.#sessionId = sessionId;
    for (const [spanId, node] of this.#nodes) this.#settle(spanId, node);
  }

  /** The trace turns out to last longer. */
  #reach(endNs: bigint): void {
    if (endNs <= this.#lastEndNs) return;
    this.#lastEndNs = endNs;
    for (const spanId of this.#lasting) this.#settle(spanId, this.#node(spanId));
  }

  #settle(spanId: string, node: Node): void {
    if (!node.written) return;
    const change: Partial<Correction> = {};
    const covered = this.#isCovered(node);
    if (covered !== node.covered) change.covered = node.covered = covered;
    const counted = this.#counts(node);
    if (counted !== node.counted) change.counted = node.counted = counted;
    if (node.userId === '' && this.#userId !== '') change.userId = node.userId = this.#userId;
    if (node.sessionId === '' && this.#sessionId !== '') change.sessionId = node.sessionId = this.#sessionId;
    if (node.lasting && node.endNs < this.#lastEndNs) change.endNs = node.endNs = this.#lastEndNs;
    if (Object.keys(change).length === 0) return;
    this.#corrections.set(spanId, {
      ...this.#corrections.get(spanId),
      ...change,
      spanId,
      startNs: node.startNs,
    });
  }
}

/** Whether its usage adds to sums if it was reported. */
const isNoRepetition = (node: Node): boolean =>
  node.call ? node.ownCall || !node.callBelow : !node.spends || !node.spendsBelow;

const admissionOf = ({ startNs, endNs, counted, covered, userId, sessionId }: Node): Admission => ({
  startNs,
  endNs,
  counted,
  covered,
  userId,
  sessionId,
});
