import { describe, expect, test } from 'vitest';
import { normalise } from './normalise.ts';
import { scoresInSpan } from './span-scores.ts';
import { anEvent, aRawSpan } from './testing/raw-span.ts';

const scoresOf = (attributes: Parameters<typeof aRawSpan>[0], more: Parameters<typeof aRawSpan>[1] = {}) =>
  scoresInSpan(normalise(aRawSpan(attributes, more)));

describe('judgements that a span carries', () => {
  test('are read from OpenInference annotations and evaluations, about the span, its trace or its session', () => {
    const scores = scoresOf({
      'session.id': 'chat',
      'annotations.0.annotation.name': 'tone',
      'annotations.0.annotation.label': 'friendly',
      'annotations.0.annotation.annotator_kind': 'HUMAN',
      'annotations.3.annotation.name': 'note',
      'annotations.3.annotation.explanation': 'Read this one.',
      'trace.evaluations.0.evaluation.name': 'faithfulness',
      'trace.evaluations.0.evaluation.score': 0.9,
      'trace.evaluations.0.evaluation.explanation': 'Every claim is supported.',
      'trace.evaluations.0.evaluation.annotator_kind': 'LLM',
      'trace.evaluations.0.evaluation.metadata': '{"judge":"gpt-4.1"}',
      'session.annotations.0.annotation.name': 'csat',
      'session.annotations.0.annotation.score': '5',
    });
    expect(scores).toMatchObject([
      {
        name: 'tone',
        type: 'categorical',
        label: 'friendly',
        source: 'annotation',
        spanId: '00f067aa0ba902b7',
      },
      { name: 'note', type: 'text', label: 'Read this one.', comment: '', source: 'evaluation' },
      { name: 'csat', value: 5, traceId: '', spanId: '', sessionId: 'chat' },
      {
        name: 'faithfulness',
        type: 'numeric',
        value: 0.9,
        comment: 'Every claim is supported.',
        spanId: '',
        traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
        metadata: { annotatorKind: 'LLM', identifier: '', metadata: { judge: 'gpt-4.1' } },
      },
    ]);
    expect(new Set(scores.map(({ scoreId }) => scoreId)).size).toBe(4);
  });

  test('are left out when they have no name, judge nothing, or are of a session that is not named', () => {
    expect(
      scoresOf({
        'annotations.0.annotation.label': 'nameless',
        'annotations.1.annotation.name': 'empty',
        'annotations.x.annotation.name': 'no index',
        'session.evaluations.0.evaluation.name': 'csat',
        'session.evaluations.0.evaluation.score': 1,
      }),
    ).toEqual([]);
  });

  test('are read from evaluation events', () => {
    const event = anEvent('gen_ai.evaluation.result', {
      'gen_ai.evaluation.name': 'relevance',
      'gen_ai.evaluation.score.value': 0.5,
    });
    expect(scoresOf({}, { events: [event] })).toMatchObject([{ name: 'relevance', value: 0.5 }]);
  });
});
