import type { Json } from './content.ts';
import type { Score } from './score.ts';

/** Who annotates, in the words of OpenInference and Phoenix. */
export const ANNOTATOR_KINDS = ['HUMAN', 'LLM', 'CODE'] as const;
export type AnnotatorKind = (typeof ANNOTATOR_KINDS)[number];

/** A judgement as OpenInference and Phoenix say it. Strings not given are ''. */
export interface Annotation {
  name: string;
  kind: AnnotatorKind;
  label: string;
  score: number | undefined;
  explanation: string;
  /** Tells annotations of one name apart. */
  identifier: string;
  metadata: Json | undefined;
}

/** What is annotated; ids not meant are ''. A span may be named without its trace. */
export interface AnnotationTarget {
  traceId: string;
  spanId: string;
  sessionId: string;
  /** Of the retrieved document that is meant, among those of the span. */
  documentPosition?: number;
}

/**
 * The same target, name and identifier are the same score, in whatever way it is told. Undefined when the annotation
 * has no name or judges nothing.
 */
export function annotationScore(
  target: AnnotationTarget,
  annotation: Annotation,
  timeNs: bigint,
): Score | undefined {
  const { name, kind, label, score, explanation, identifier, metadata } = annotation;
  if (name === '' || (score === undefined && label === '' && explanation === '')) return undefined;
  const { traceId, spanId, sessionId, documentPosition } = target;
  const on = spanId || traceId || sessionId;
  const type = score !== undefined ? 'numeric' : label !== '' ? 'categorical' : 'text';
  return {
    scoreId: JSON.stringify(['annotation', on, documentPosition ?? null, name, identifier]),
    traceId,
    spanId,
    sessionId,
    name,
    type,
    value: score,
    label: type === 'text' ? explanation : label,
    comment: type === 'text' ? '' : explanation,
    source: kind === 'HUMAN' ? 'annotation' : 'evaluation',
    author: '',
    environment: '',
    configId: '',
    metadata: {
      annotatorKind: kind,
      identifier,
      ...(documentPosition !== undefined && { documentPosition }),
      ...(metadata !== undefined && { metadata }),
    },
    timeNs,
  };
}
