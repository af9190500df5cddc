import { ANNOTATOR_KINDS, annotationScore } from './annotation.ts';
import { jsonOf, numberAt, textAt } from './attributes.ts';
import { flatRows } from './conventions/flat-keys.ts';
import { evaluationsInSpan } from './langwatch-evaluation.ts';
import { EVALUATION_EVENT, evaluationScore } from './log-events.ts';
import type { Score } from './score.ts';
import type { Attributes, Span } from './span.ts';

/** Where OpenInference writes judgements into a span, and whom each is about. */
const WRITTEN = (['annotations', 'evaluations'] as const).flatMap((list) =>
  (['', 'trace.', 'session.'] as const).map((about) => ({
    about,
    prefix: `${about}${list}.`,
    fields: `${list.slice(0, -1)}.`,
  })),
);

const ANNOTATED = /^(trace\.|session\.)?(annotations|evaluations)\./;

/** Judgements that a span itself carries: in events, in attributes of OpenInference, or as what an evaluator gave. */
export function scoresInSpan(span: Span): Score[] {
  const scores = evaluationsInSpan(span);
  for (const event of span.events) {
    if (event.name !== EVALUATION_EVENT) continue;
    const { traceId, spanId } = span;
    const score = evaluationScore({ traceId, spanId, timeNs: event.timeNs }, event.attributes);
    if (score) scores.push(score);
  }
  if (isAnnotated(span.attributes)) scores.push(...annotationsIn(span));
  return scores;
}

/** Nearly no span is: nothing is gathered before a key says so. */
function isAnnotated(attributes: Attributes): boolean {
  for (const key of attributes.keys()) if (ANNOTATED.test(key)) return true;
  return false;
}

const annotationsIn = (span: Span): Score[] =>
  WRITTEN.flatMap(({ about, prefix, fields }) =>
    flatRows(span.attributes, prefix).flatMap((row) => rowScore(span, about, row, fields) ?? []),
  );

function rowScore(
  { traceId, spanId, sessionId, endNs }: Span,
  about: (typeof WRITTEN)[number]['about'],
  row: Attributes,
  fields: string,
): Score | undefined {
  const text = (field: string) => textAt(row, fields + field) ?? '';
  const metadata = row.get(`${fields}metadata`);
  const target = {
    traceId: about === 'session.' ? '' : traceId,
    spanId: about === '' ? spanId : '',
    sessionId: about === 'session.' ? sessionId : '',
  };
  if (about === 'session.' && sessionId === '') return undefined;
  const kind = text('annotator_kind').toUpperCase();
  return annotationScore(
    target,
    {
      name: text('name'),
      kind: ANNOTATOR_KINDS.find((known) => known === kind) ?? 'CODE',
      label: text('label'),
      score: numberAt(row, `${fields}score`),
      explanation: text('explanation'),
      identifier: text('identifier'),
      metadata: metadata === undefined ? undefined : jsonOf(metadata),
    },
    endNs,
  );
}
