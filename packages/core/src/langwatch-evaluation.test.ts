import { describe, expect, it } from 'vitest';
import { evaluationScores } from './langwatch-evaluation.ts';
import { normalise } from './normalise.ts';
import { scoresInSpan } from './span-scores.ts';
import { anEvent, aRawSpan } from './testing/raw-span.ts';

const of = { id: 'e-1', traceId: 't', spanId: 's', timeNs: 5n };

describe('an evaluation of LangWatch', () => {
  it('says how well, and whether it passed: two scores', () => {
    const told = {
      name: 'faithfulness',
      score: 0.92,
      passed: true,
      label: 'faithful',
      details: 'All supported.',
    };
    expect(evaluationScores(told, of)).toMatchObject([
      {
        scoreId: 'e-1',
        name: 'faithfulness',
        type: 'numeric',
        value: 0.92,
        label: 'faithful',
        comment: 'All supported.',
        source: 'evaluation',
        metadata: { passed: true },
      },
      { scoreId: 'e-1-passed', name: 'faithfulness.passed', type: 'boolean', value: 1 },
    ]);
  });

  it('is one score when it says one of them, or a label', () => {
    expect(evaluationScores({ name: 'pii', passed: false }, of)).toMatchObject([
      { type: 'boolean', value: 0 },
    ]);
    expect(evaluationScores({ name: 'tone', label: 'kind' }, of)).toMatchObject([
      { type: 'categorical', label: 'kind', value: undefined },
    ]);
  });

  it('has its own id, its own time and its own name before any other', () => {
    const told = {
      evaluation_id: 'eval_1',
      evaluator_id: 'ragas/x',
      score: 1,
      timestamps: { finished_at: 1_790_000_000_000 },
    };
    expect(evaluationScores(told, { ...of, name: 'fallback' })).toMatchObject([
      { scoreId: 'eval_1', name: 'fallback', author: 'ragas/x', timeNs: 1_790_000_000_000_000_000n },
    ]);
  });

  it.each([
    { status: 'skipped', score: 1 },
    { status: 'error', passed: true },
    { details: 'x' },
    { score: 'good' },
  ])('judges nothing: %o', (told) => expect(evaluationScores({ name: 'x', ...told }, of)).toEqual([]));
});

describe('a span of LangWatch', () => {
  const event = (evaluation: object) =>
    anEvent('langwatch.evaluation.custom', { json_encoded_event: JSON.stringify(evaluation) });
  const result = (value: object) => ({
    'langwatch.span.type': 'evaluation',
    'langwatch.output': JSON.stringify({ type: 'json', value: { type: 'evaluation_result', value } }),
  });
  const parent = { spanId: '0000000000000001', parentSpanId: '' };

  it('carries evaluations in events', () => {
    const told = [
      { evaluation_id: 'eval_1', span_id: parent.spanId, name: 'tone', label: 'kind', score: null },
      { evaluation_id: 'eval_2', span_id: null, name: 'helpful', score: 0.5, status: 'processed' },
    ];
    const span = normalise(aRawSpan({}, { ...parent, events: told.map(event) }));
    expect(scoresInSpan(span)).toMatchObject([
      { scoreId: 'eval_1', name: 'tone', spanId: parent.spanId },
      { scoreId: 'eval_2', name: 'helpful', value: 0.5, spanId: parent.spanId },
    ]);
  });

  it('is an evaluator, whose result is a score of the step that it judges', () => {
    const ids = { spanId: '00000000000000ab', parentSpanId: parent.spanId, name: 'faithfulness' };
    const [score] = scoresInSpan(normalise(aRawSpan(result({ status: 'processed', score: 0.9 }), ids)));
    expect(score).toMatchObject({ name: 'faithfulness', value: 0.9, spanId: parent.spanId });
    // Python says the same in an event on that step.
    const again = event({ evaluation_id: 'eval_9', span_id: 'ab', name: 'faithfulness', score: 0.9 });
    const [same] = scoresInSpan(normalise(aRawSpan({}, { ...parent, events: [again] })));
    expect(same).toMatchObject({ scoreId: score?.scoreId, spanId: parent.spanId });
  });

  it('is a guardrail', () => {
    const raw = aRawSpan({
      'langwatch.span.type': 'guardrail',
      'langwatch.output': JSON.stringify({
        type: 'guardrail_result',
        value: { status: 'processed', passed: false },
      }),
    });
    expect(scoresInSpan(normalise(raw))).toMatchObject([
      { type: 'boolean', value: 0, metadata: { is_guardrail: true } },
    ]);
  });

  it('judges nothing when it was skipped, or is no evaluator', () => {
    expect(scoresInSpan(normalise(aRawSpan(result({ status: 'skipped', details: 'x' }))))).toEqual([]);
    const chain = { ...result({ status: 'processed', score: 1 }), 'langwatch.span.type': 'chain' };
    expect(scoresInSpan(normalise(aRawSpan(chain)))).toEqual([]);
    expect(
      scoresInSpan(normalise(aRawSpan({}, { events: [anEvent('langwatch.evaluation.custom')] }))),
    ).toEqual([]);
  });
});
