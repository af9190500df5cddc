import { groupBy } from '../group-by.ts';
import type { LocalText } from '../local-text.ts';
import { MODEL_CALLS, type SpanKind } from '../span.ts';
import type { PathSpan, Step } from './run-path.ts';

export const FINDING_KINDS = ['loop', 'retry', 'deadEnd', 'stepLimit'] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** Something about the way of a run that somebody should look at. */
export interface Finding {
  kind: FindingKind;
  /** The id of the step that it is about, and one of its spans. */
  step: string;
  spanId: string;
  /** Calls of a loop, attempts beyond the first of a retry; else 1. */
  times: number;
  /** Whose limit was hit; '' of other kinds, and where it is not told. */
  framework: string;
}

/** A run, seen by a detector. */
export interface Walked {
  /** The span that is the run. */
  run: PathSpan;
  /** All of its spans, in the order of its steps. */
  spans: readonly PathSpan[];
  steps: readonly Step[];
}

interface Detector {
  kind: FindingKind;
  meaning: LocalText;
  find(walked: Walked): Omit<Finding, 'kind'>[];
}

/** So many calls of a tool with the same arguments are a loop. */
export const LOOP_CALLS = 3;
/** Finish reason of a model that wants tools to be called. */
const WANTS_TOOLS = 'tool_calls';
const MADE_AGAIN: ReadonlySet<SpanKind> = new Set<SpanKind>(['tool', 'retriever', ...MODEL_CALLS]);
const FOR_A_MODEL: ReadonlySet<SpanKind> = new Set<SpanKind>(['tool', 'retriever', 'embedding', 'reranker']);

export const DETECTORS: readonly Detector[] = [
  {
    kind: 'loop',
    meaning: {
      en: 'A tool was called at least three times with the same arguments in one run.',
      'zh-CN': '一次运行中以相同参数调用同一工具至少三次。',
    },
    find({ steps }) {
      const calls = steps.filter(({ kind, argumentsHash }) => kind === 'tool' && argumentsHash !== '');
      const alike = groupBy(calls, ({ id, argumentsHash }) => `${argumentsHash} ${id}`);
      return [...alike.values()]
        .filter(({ length }) => length >= LOOP_CALLS)
        .flatMap((same) => about(same, same.length));
    },
  },
  {
    kind: 'retry',
    meaning: {
      en: 'A tool, a retrieval or a model was called again right after it had failed.',
      'zh-CN': '工具、检索或模型在失败后立即被再次调用。',
    },
    find({ steps }) {
      const again = [...groupBy(steps, ({ within }) => within).values()].flatMap((siblings) =>
        siblings.filter((step, nth) => {
          const before = siblings[nth - 1];
          return MADE_AGAIN.has(step.kind) && before?.id === step.id && before.failed;
        }),
      );
      return [...groupBy(again, ({ id }) => id).values()].flatMap((same) => about(same, same.length));
    },
  },
  {
    kind: 'deadEnd',
    meaning: {
      en: 'The run ended without an answer: right after a step that failed, or with a tool or retrieval whose result no model saw.',
      'zh-CN': '运行结束时没有给出回答：紧接在失败的步骤之后，或其工具、检索的结果没有任何模型使用。',
    },
    find({ run, spans, steps }) {
      const last = steps.at(-1);
      if (run.open || run.hasOutput || last === undefined || last.spanId === run.spanId) return [];
      // Where nothing tells what came out of any step, no answer is no finding.
      const tellsOutputs = spans.some(({ hasOutput }) => hasOutput);
      const unseen = FOR_A_MODEL.has(last.kind) && tellsOutputs && steps.some(({ kind }) => kind === 'llm');
      return last.failed || unseen ? about([last], 1) : [];
    },
  },
  {
    kind: 'stepLimit',
    meaning: {
      en: 'The run was stopped because it took too many steps, or ended while its model still asked for tools.',
      'zh-CN': '运行因步骤过多而被终止，或在模型仍要求调用工具时结束。',
    },
    find({ run, spans, steps }) {
      const stopped = spans.find(({ limitOf }) => limitOf !== '');
      const cut = !run.open && run.finishReason === WANTS_TOOLS && steps.some(({ kind }) => kind === 'tool');
      const last = steps.at(-1);
      if (last === undefined || !(stopped || cut)) return [];
      return [{ step: last.id, spanId: last.spanId, times: 1, framework: stopped?.limitOf ?? '' }];
    },
  },
];

const about = (same: readonly Step[], times: number): Omit<Finding, 'kind'>[] => {
  const last = same.at(-1);
  return last ? [{ step: last.id, spanId: last.spanId, times, framework: '' }] : [];
};

/** What all detectors find in a run, in the order of their table. */
export const findingsOf = (walked: Walked): Finding[] =>
  DETECTORS.flatMap(({ kind, find }) => find(walked).map((found) => ({ kind, ...found })));
