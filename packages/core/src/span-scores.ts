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

/** Judgements that a span itself carries: in events, in attributes of OpenInference, or as what an evaluator gave. */
export function scoresInSpan(span: Span): Score[] {
  const scores = evaluationsInSpan(span);
  for (const event of span.events) {
    if (event.name !== EVALUATION_EVENT) continue;
    const { traceId, spanId } = span;
    const score = evaluationScore({ traceId, spanId, timeNs: event.timeNs }, event.attributes);
    if (score) scores.push(score);
  }
  for (const { about, prefix, fields } of WRITTEN) {
    if (!hasKeyUnder(span.attributes, prefix)) continue;
    for (const row of flatRows(span.attributes, prefix)) {
      const score = rowScore(span, about, row, fields);
      if (score) scores.push(score);
    }
  }
  return scores;
}

/** Nearly no span has any: nothing is gathered before one is seen. */
function hasKeyUnder(attributes: Attributes, prefix: string): boolean {
  for (const key of attributes.keys()) if (key.startsWith(prefix)) return true;
  return false;
}

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
