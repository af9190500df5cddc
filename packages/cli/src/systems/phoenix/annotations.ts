import { ANNOTATOR_KINDS, type AnnotationTarget, annotationScore } from '@pharos/core/annotation';
import { apiScoreOf } from '@pharos/core/api/scores';
import type { Json } from '@pharos/core/content';
import { nsFromIso } from '@pharos/core/time';
import { z } from 'zod';
import type { Door, Row } from '../../transfer/list.ts';
import { pick } from '../rows.ts';

const text = z.string().nullish();

export const annotationSchema = z.looseObject({
  name: z.string(),
  annotator_kind: z.enum(ANNOTATOR_KINDS).catch('HUMAN'),
  result: z.object({ label: text, score: z.number().nullish(), explanation: text }).nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  identifier: text,
  created_at: text,
  span_id: text,
  trace_id: text,
  session_id: text,
});
export type PhoenixAnnotation = z.output<typeof annotationSchema>;

export const SUBJECTS = ['span', 'trace', 'session'] as const;
export type Subject = (typeof SUBJECTS)[number];

/** As Phoenix's clients send them: an export of a span's annotation does not name its trace, as a score must. */
export const annotationsDoor = (subject: Subject): Door => ({
  path: `/v1/${subject}_annotations`,
  most: 500,
  encode: (data) => ({ data }),
});
export const annotationBody = (row: Row): Row =>
  pick(row, [
    ...SUBJECTS.map((subject) => `${subject}_id`),
    'name',
    'annotator_kind',
    'result',
    'metadata',
    'identifier',
  ]);

/**
 * Scores in the product's own API: the annotations of Phoenix's have no time of their own, and would all be of now.
 * They are the same scores that its clients' annotations become.
 */
export const SCORES: Door = { path: '/api/v1/scores', most: 500, encode: (scores) => scores };

/** Undefined for what judges nothing. */
export function scoreBody(
  annotation: PhoenixAnnotation,
  traceOfSpan: (spanId: string) => string,
): Row | undefined {
  const { name, annotator_kind: kind, result, metadata, identifier, created_at: time } = annotation;
  const spanId = annotation.span_id ?? '';
  const target: AnnotationTarget = {
    spanId,
    traceId: spanId === '' ? (annotation.trace_id ?? '') : traceOfSpan(spanId),
    sessionId: annotation.session_id ?? '',
  };
  const score = annotationScore(
    target,
    {
      name,
      kind,
      label: result?.label ?? '',
      score: result?.score ?? undefined,
      explanation: result?.explanation ?? '',
      identifier: identifier ?? '',
      metadata: metadata && Object.keys(metadata).length > 0 ? (metadata as Json) : undefined,
    },
    nsFromIso(time ?? '') ?? 0n,
  );
  if (!score) return undefined;
  const { time: at, ...said } = apiScoreOf(score);
  return pick({ ...said, time: time ? at : undefined }, [...Object.keys(said), 'time']);
}
