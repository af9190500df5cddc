import { MODEL_CALLS, type SpanKind } from '../span.ts';

/** What tells which step of a path a span is. Strings that were not reported are null. */
export interface StepSpan {
  kind: SpanKind;
  name: string;
  agentName: string | null;
  toolName: string | null;
  model: string | null;
  requestModel: string | null;
  /** The program itself calls it a step, see {@link STEP_NAMES}. */
  namedStep: boolean;
}

/** Attributes by which a program or a framework names the steps of an agent: a span that has one as its name is such a step. */
export const STEP_NAMES: readonly string[] = [
  'pharos.step.name',
  'pharos.decision.name',
  'graph.node.id',
  'langsmith.metadata.langgraph_node',
];

/** Around steps, and no steps themselves unless they are named so. */
const SCAFFOLDING: ReadonlySet<SpanKind> = new Set<SpanKind>(['span', 'chain', 'event']);
const isStep = ({ kind, namedStep }: StepSpan): boolean => namedStep || !SCAFFOLDING.has(kind);

/** The spans that are steps of a path; where there is no more than one, all but events are. */
export function stepsAmong<Node extends { span: StepSpan }>(nodes: readonly Node[]): Node[] {
  const steps = nodes.filter(({ span }) => isStep(span));
  return steps.length > 1 ? steps : nodes.filter(({ span }) => span.kind !== 'event');
}

/**
 * The agent, the tool, the model that was asked for (a call that failed has no other, and is the same step), or the span's name where
 * none is told.
 */
export function stepLabel({ kind, name, agentName, toolName, model, requestModel }: StepSpan): string {
  if (kind === 'agent') return agentName || name;
  if (kind === 'tool') return toolName || name;
  return (MODEL_CALLS.has(kind) && (requestModel || model)) || name;
}

/** One text for the same step, in every run, version and project. */
export const stepId = (span: StepSpan): string => `${span.kind}:${stepLabel(span)}`;
