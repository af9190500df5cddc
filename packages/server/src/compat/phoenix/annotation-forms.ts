import {
  ANNOTATOR_KINDS,
  type Annotation,
  type AnnotationTarget,
  type AnnotatorKind,
} from '@pharos/core/annotation';
import type { ApiScore } from '@pharos/core/api/scores';
import type { Json } from '@pharos/core/content';
import { z } from 'zod';
import { globalId } from '../../receive/phoenix/global-ids.ts';
import { id } from './query.ts';

/** What can be annotated, and how each names what is meant. */
export const SUBJECTS = {
  span: { type: 'SpanAnnotation', key: 'span_id', target: (span: string) => ({ ...NOTHING, spanId: span }) },
  trace: {
    type: 'TraceAnnotation',
    key: 'trace_id',
    target: (trace: string) => ({ ...NOTHING, traceId: trace }),
  },
  session: {
    type: 'ProjectSessionAnnotation',
    key: 'session_id',
    target: (session: string) => ({ ...NOTHING, sessionId: session }),
  },
} as const;
export type Subject = keyof typeof SUBJECTS;

const NOTHING: AnnotationTarget = { traceId: '', spanId: '', sessionId: '' };

const text = z.string().max(65_536).nullish();
const result = z.object({ label: text, score: z.number().nullish(), explanation: text }).nullish();

/** The body of an annotation, without what it is about. */
export const annotationBody = z.object({
  name: id,
  annotator_kind: z.enum(ANNOTATOR_KINDS),
  result,
  metadata: z.record(z.string(), z.unknown()).nullish(),
  identifier: z.string().max(512).nullish(),
});

export const annotationOf = (body: z.output<typeof annotationBody>): Annotation => ({
  name: body.name,
  kind: body.annotator_kind,
  label: body.result?.label ?? '',
  score: body.result?.score ?? undefined,
  explanation: body.result?.explanation ?? '',
  identifier: body.identifier ?? '',
  metadata: (body.metadata ?? undefined) as Json | undefined,
});

const SOURCE_KINDS: Readonly<Record<ApiScore['source'], AnnotatorKind>> = {
  annotation: 'HUMAN',
  feedback: 'HUMAN',
  evaluation: 'LLM',
  api: 'CODE',
};

const memory = z
  .object({
    annotatorKind: z.enum(ANNOTATOR_KINDS).optional(),
    identifier: z.string().optional(),
    metadata: z.unknown().optional(),
  })
  .catch({});

/** Any score as the annotation that it is, or would be. */
export function annotationFrom(subject: Subject, score: ApiScore) {
  const { annotatorKind, identifier, metadata } = memory.parse(score.metadata ?? {});
  const { key, type } = SUBJECTS[subject];
  const about = { span: score.spanId, trace: score.traceId, session: score.sessionId }[subject];
  const isText = score.type === 'text';
  return {
    id: globalId(type, score.scoreId),
    [key]: about,
    name: score.name,
    annotator_kind: annotatorKind ?? SOURCE_KINDS[score.source],
    result: {
      label: isText ? null : score.label,
      score: score.value,
      explanation: isText ? score.label : score.comment,
    },
    metadata: metadata ?? {},
    identifier: identifier ?? '',
    source: annotatorKind === undefined ? 'APP' : 'API',
    user_id: null,
    created_at: score.time,
    updated_at: score.time,
  };
}
