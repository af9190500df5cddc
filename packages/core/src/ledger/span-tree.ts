import { type CountingFacts, type Node, newNode } from './node.ts';
import { tally, toldDownBy, toldUpBy } from './what-is-told.ts';

/**
 * The spans of a trace by who is in whom, in whatever order they become known and whatever they turn out to be. When one changes, it
 * tells those around and in it, as far as anything changes for them: so the work is that of the change, not of the trace.
 */
export class SpanTree {
  readonly #nodes = new Map<string, Node>();
  readonly #onAffected: (node: Node) => void;
  /** How many spans were looked at so far to see whether something changes for them. */
  looked = 0;

  /** `onAffected` is told of every span for which something may have changed. */
  constructor(onAffected: (node: Node) => void) {
    this.#onAffected = onAffected;
  }

  get size(): number {
    return this.#nodes.size;
  }

  find(spanId: string): Node | undefined {
    return this.#nodes.get(spanId);
  }

  all(): Iterable<Node> {
    return this.#nodes.values();
  }

  /** The span of that id, which need not be known yet. */
  node(spanId: string): Node {
    const found = this.#nodes.get(spanId);
    if (found) return found;
    const made = newNode(spanId);
    this.#nodes.set(spanId, made);
    return made;
  }

  /** A span is, or is in, something else than was known. */
  change(node: Node, facts: Partial<CountingFacts>, parentSpanId = node.parentSpanId): void {
    const moves = parentSpanId !== node.parentSpanId;
    if (moves) this.#take(node);
    Object.assign(node, facts);
    this.#tell(node);
    if (moves) this.#put(node, parentSpanId);
  }

  /** Out of where it is. If it was in a circle, that is one no more. */
  #take(node: Node): void {
    const named = this.#named(node);
    const wasInCircle = named !== undefined && node.parent === undefined;
    this.#link(node, undefined);
    if (wasInCircle) for (const other of this.#around(node)) this.#link(other, this.#named(other));
  }

  /** To where it says that it is. Nobody is in anybody of a circle, so that it does not matter who closed it. */
  #put(node: Node, parentSpanId: string): void {
    node.parentSpanId = parentSpanId;
    if (parentSpanId === '') return;
    const parent = this.node(parentSpanId);
    if (!this.#isWithin(parent, node)) this.#link(node, parent);
    else for (const other of this.#around(node)) this.#link(other, undefined);
  }

  #named({ parentSpanId }: Node): Node | undefined {
    return parentSpanId === '' ? undefined : this.#nodes.get(parentSpanId);
  }

  /** The others of the circle that it is in by what each of them names. */
  *#around(node: Node): Iterable<Node> {
    for (let at = this.#named(node); at && at !== node; at = this.#named(at)) yield at;
  }

  /**
   * Whether a span is the other one or in it. It is looked for from both ends at once, which takes as long as the shorter way: a trace
   * that is put together in the worst of orders is never gone through for each of its spans.
   */
  #isWithin(inner: Node, outer: Node): boolean {
    const inside = insideOf(outer);
    for (let around: Node | undefined = inner; around; around = around.parent) {
      this.looked += 1;
      if (around === outer) return true;
      const next = inside.next();
      if (next.done) return false;
      if (next.value === inner) return true;
    }
    return false;
  }

  #link(node: Node, parent: Node | undefined): void {
    const from = node.parent;
    if (from === parent) return;
    node.parent = parent;
    if (from) {
      from.children?.delete(node);
      tally(from, node.toldUp, -1);
      this.#tell(from);
      if (!from.known && !from.patched && from.children?.size === 0) this.#nodes.delete(from.spanId);
    }
    if (parent) {
      parent.children ??= new Set();
      parent.children.add(node);
      tally(parent, node.toldUp, 1);
      if (node.toldUp !== 0) this.#tell(parent);
    }
    this.#tellDown(node);
  }

  #tell(node: Node): void {
    for (let at: Node | undefined = node; at; at = at.parent) {
      this.#tellDown(at);
      const told = toldUpBy(at);
      if (told === at.toldUp) return;
      if (at.parent) {
        tally(at.parent, at.toldUp, -1);
        tally(at.parent, told, 1);
      }
      at.toldUp = told;
    }
  }

  #tellDown(node: Node): void {
    const todo = [node];
    for (let at = todo.pop(); at; at = todo.pop()) {
      this.looked += 1;
      this.#onAffected(at);
      const told = toldDownBy(at);
      if (told === at.toldDown) continue;
      at.toldDown = told;
      for (const child of childrenOf(at)) todo.push(child);
    }
  }
}

const NOBODY = new Set<Node>();
const childrenOf = ({ children = NOBODY }: Node): Iterator<Node, undefined> & Iterable<Node> =>
  children.values();

function* insideOf(node: Node): Generator<Node, void> {
  const open = [childrenOf(node)];
  for (let level = open.at(-1); level; level = open.at(-1)) {
    const next = level.next();
    if (next.done) open.pop();
    else {
      yield next.value;
      open.push(childrenOf(next.value));
    }
  }
}
