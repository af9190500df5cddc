import type { SpanKind } from '../span.ts';
import { isoFromNs } from '../time.ts';
import { buildTreeOf, type TraceNode } from '../trace-tree.ts';
import { type Finding, findingsOf } from './findings.ts';
import { variantOf } from './signature.ts';
import { type StepSpan, stepId, stepLabel, stepsAmong } from './step.ts';

/** A choice that a run made and told of. */
export interface Choice {
  name: string;
  chosen: string;
  options: readonly string[];
}

/** What a path needs of a span: no text of it. */
export interface PathSpan extends StepSpan {
  traceId: string;
  spanId: string;
  parentSpanId: string | null;
  startNs: bigint;
  durationMs: number;
  agentVersion: string;
  failed: boolean;
  /** Nobody has said when it ends. */
  open: boolean;
  /** Exact, in units of 10^-12; 0 where another span counts the same. */
  cost: bigint;
  /** The same for the same arguments of a call; '' where none are known. */
  argumentsHash: string;
  hasOutput: boolean;
  /** The framework whose words for a limit of steps it bears, see step-limits.ts; '' for none. */
  limitOf: string;
  /** One spelling, see finish-reason.ts; '' where none is told. */
  finishReason: string;
  choice: Choice | undefined;
}

/** A step of a run, in the order in which they were taken. */
export interface Step {
  id: string;
  kind: SpanKind;
  label: string;
  spanId: string;
  /** Milliseconds from the start of the run. */
  offsetMs: number;
  durationMs: number;
  failed: boolean;
  /** Exact, in units of 10^-12. */
  cost: bigint;
  /** Place in the path of the step that it is a part of; undefined for one at the top. */
  within: number | undefined;
  argumentsHash: string;
}

export type RunOutcome = 'ok' | 'error' | 'open';

/** One run of an agent, and the way it went. */
export interface RunPath {
  traceId: string;
  /** Of the span that is the run. */
  spanId: string;
  startTime: string;
  durationMs: number;
  version: string;
  outcome: RunOutcome;
  /** Exact, in units of 10^-12. */
  cost: bigint;
  /** Spans that it consists of. */
  spans: number;
  steps: readonly Step[];
  variant: string;
  findings: readonly Finding[];
  choices: readonly Choice[];
}

type Node = TraceNode<PathSpan>;

/**
 * The runs of an agent in a trace: its outermost spans of kind agent, each with what lies below it. In a trace whose spans name the
 * agent, but none of which is the agent itself, all is one run.
 */
export function runsIn(spans: readonly PathSpan[], agent: string): RunPath[] {
  const { roots, nodes } = buildTreeOf(spans, ({ startNs }) => startNs);
  const own = nodes.filter(({ span }) => span.kind === 'agent' && span.agentName === agent);
  const all = new Set(own);
  const outermost = own.filter((node) => !hasAncestor(node, all));
  const [first] = roots;
  if (outermost.length > 0) return outermost.map((run) => runOf([run], run));
  return first === undefined ? [] : [runOf(roots, first)];
}

function hasAncestor({ parent }: Node, among: ReadonlySet<Node>): boolean {
  for (let node = parent; node; node = node.parent) if (among.has(node)) return true;
  return false;
}

function runOf(tops: readonly Node[], run: Node): RunPath {
  const nodes = inOrder(tops);
  const steps = stepsOf(nodes, run);
  const { span } = run;
  const versions = nodes.map((node) => node.span.agentVersion);
  const spans = nodes.map((node) => node.span);
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    startTime: isoFromNs(span.startNs),
    durationMs: span.durationMs,
    version: span.agentVersion || (versions.find((version) => version !== '') ?? ''),
    outcome: span.open ? 'open' : span.failed ? 'error' : 'ok',
    cost: spans.reduce((sum, { cost }) => sum + cost, 0n),
    spans: nodes.length,
    steps,
    variant: variantOf(steps.map(({ id }) => id)),
    findings: findingsOf({ run: span, spans, steps }),
    choices: spans.flatMap(({ choice }) => choice ?? []),
  };
}

/** Parents before their parts, as a reader goes through a tree. */
function inOrder(tops: readonly Node[]): Node[] {
  const nodes: Node[] = [];
  const stack = settled(tops).reverse();
  for (let node = stack.pop(); node; node = stack.pop()) {
    nodes.push(node);
    stack.push(...settled(node.children).reverse());
  }
  return nodes;
}

/** Some clocks tell when a span begins in whole milliseconds, and when it ends more exactly: so much is no overlap. */
const TICK_MS = 1;

/**
 * In order of start, and what began in the same tick in order of its end; but steps of one kind that ran at the same time stand in the
 * order of their names: which of them began first is chance, and no other way.
 */
function settled(siblings: readonly Node[]): Node[] {
  const order: Node[][] = [];
  let endMs = 0;
  for (const node of [...siblings].sort(
    (a, b) => a.offsetMs - b.offsetMs || endOf(a) - endOf(b) || byName(a, b),
  )) {
    const together = order.at(-1);
    if (together?.[0]?.span.kind === node.span.kind && node.offsetMs < endMs - TICK_MS) {
      together.push(node);
      endMs = Math.max(endMs, endOf(node));
    } else {
      order.push([node]);
      endMs = endOf(node);
    }
  }
  return order.flatMap((together) => (together.length === 1 ? together : together.sort(byName)));
}

const endOf = ({ offsetMs, span }: Node): number => offsetMs + span.durationMs;
const byName = (a: Node, b: Node): number => {
  const [one, other] = [stepId(a.span), stepId(b.span)];
  return one < other ? -1 : one > other ? 1 : a.offsetMs - b.offsetMs;
};

/** A step inside a step of the same name (a wrapper, a recursion) is that step seen closer. */
function stepsOf(nodes: readonly Node[], run: Node): Step[] {
  const steps: Step[] = [];
  const among = new Set(stepsAmong(nodes));
  const placeOf = new Map<Node, number>();
  for (const node of nodes) {
    const within = node.parent && placeOf.get(node.parent);
    const around = within === undefined ? undefined : steps[within];
    const id = stepId(node.span);
    if (!among.has(node) || around?.id === id) {
      if (around) around.cost += node.span.cost;
      if (within !== undefined) placeOf.set(node, within);
      continue;
    }
    placeOf.set(node, steps.length);
    const { span } = node;
    steps.push({
      id,
      kind: span.kind,
      label: stepLabel(span),
      spanId: span.spanId,
      within,
      offsetMs: node.offsetMs - run.offsetMs,
      durationMs: span.durationMs,
      failed: span.failed,
      cost: span.cost,
      argumentsHash: span.argumentsHash,
    });
  }
  return steps;
}
