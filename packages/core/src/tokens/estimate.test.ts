import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Content } from '../content.ts';
import { NO_END_TIME, type Span } from '../span.ts';
import type { CallParts } from './call-text.ts';
import { MAX_COUNTED, textTokens } from './count.ts';
import { type Encodings, estimateTokens, lacksUsage, withEstimate, withoutEstimate } from './estimate.ts';
import { familyOf, tokenizerOf } from './families.ts';

/** A token is a word: what is counted can be read off a text. */
const words: Encodings = () => (text) => text.match(/\S+/g)?.length ?? 0;
const aCall = (facts: Partial<Span> = {}): Span =>
  ({
    kind: 'llm',
    status: 'ok',
    model: 'gpt-5',
    requestModel: '',
    usage: undefined,
    input: undefined,
    output: undefined,
    documents: [],
    toolDefinitions: [],
    attributes: new Map(),
    ...facts,
  }) as Span;
const usageOf = (facts: Partial<Span>) => estimateTokens(aCall(facts) as CallParts, words)?.usage;
const says = (role: 'user' | 'assistant', text: string): Content => ({
  messages: [{ role, parts: [{ type: 'text', text }] }],
});

describe('familyOf', () => {
  test.each([
    ['gpt-4o-2024-08-06', 'o200k_base'],
    ['azure/gpt-5-mini', 'o200k_base'],
    ['o4-mini', 'o200k_base'],
    ['openai/gpt-oss-120b', 'o200k_base'],
    ['gpt-4-turbo', 'cl100k_base'],
    ['gpt-35-turbo', 'cl100k_base'],
    ['text-embedding-3-small', 'cl100k_base'],
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude~o200k_base'],
    ['deepseek-r1-distill-llama-70b', 'llama~o200k_base'],
    ['deepseek-chat', 'deepseek~o200k_base'],
    ['Qwen/Qwen3-235B-A22B', 'qwen~o200k_base'],
    ['glm-4.6', 'glm~o200k_base'],
    ['models/gemini-2.5-flash', 'gemini~o200k_base'],
    ['mistral-large-latest', 'other~o200k_base'],
    ['', 'other~o200k_base'],
  ])('%s is counted with %s', (model, tokenizer) => {
    expect(tokenizerOf(familyOf(model))).toBe(tokenizer);
  });

  test('tells the two vocabularies of Claude apart', () => {
    const factor = (model: string) => familyOf(model).factor?.other;
    const older = [
      'claude-3-5-sonnet-20241022',
      'claude-opus-4-20250514',
      'claude-sonnet-4-5',
      'claude-4.6-sonnet',
    ];
    const newer = ['claude-opus-4-7', 'claude-opus-5', 'anthropic/claude-4.8-opus', 'claude-fable-5'];
    expect(new Set(older.map(factor))).toEqual(new Set([1.2]));
    expect(new Set(newer.map(factor))).toEqual(new Set([1.42]));
  });

  test('goes by the model that was asked for when the one that answered says nothing', () => {
    expect(familyOf('my-deployment', 'claude-sonnet-4-5').name).toBe('claude');
  });
});

describe('lacksUsage', () => {
  const input = says('user', 'hi');
  const output = says('assistant', 'hello');
  test.each<[string, Partial<Span>, boolean]>([
    ['an answer without usage', { input, output }, true],
    ['an answer that broke off', { output, status: 'error' }, true],
    ['a question alone', { input }, true],
    ['a failure without an answer', { input, status: 'error' }, false],
    ['a call that is still running', { input, attributes: new Map([[NO_END_TIME, true]]) }, false],
    ['an answer so far', { output, attributes: new Map([[NO_END_TIME, true]]) }, true],
    ['a call without text', {}, false],
    ['a call that reports 0', { input, usage: { total: 0 } }, false],
    ['an agent', { input, output, kind: 'agent' }, false],
    ['an embedding', { input, kind: 'embedding' }, true],
  ])('%s', (_name, facts, expected) => {
    expect(lacksUsage(aCall(facts))).toBe(expected);
  });
});

describe('estimateTokens', () => {
  test('counts a conversation as a provider frames it', () => {
    const input: Content = {
      messages: [
        { role: 'system', parts: [{ type: 'text', text: 'be brief' }] },
        { role: 'user', name: 'ada', parts: [{ type: 'text', text: 'how are you' }] },
      ],
    };
    expect(usageOf({ input, output: says('assistant', 'fine') })).toEqual({
      input: 3 + (4 + 2) + (4 + 1 + 3),
      output: 1,
      total: 18,
    });
  });

  test('counts tools that are offered and tools that are called', () => {
    const toolDefinitions = [
      {
        name: 'weather',
        description: 'of a place',
        parameters: { properties: { city: { type: 'string', description: 'its name' } } },
      },
    ];
    const output: Content = {
      messages: [
        { role: 'assistant', parts: [{ type: 'toolCall', name: 'weather', arguments: { city: 'Paris' } }] },
      ],
    };
    const usage = usageOf({ input: says('user', 'hi'), output, toolDefinitions });
    expect(usage?.input).toBe(3 + 4 + 1 + 12 + (7 + 3) + (3 + 3 + 2));
    expect(usage?.output).toBe(8 + 1 + 1);
  });

  test('keeps reasoning apart in an answer and leaves it out of a question', () => {
    const thought: Content = {
      messages: [
        {
          role: 'assistant',
          parts: [
            { type: 'reasoning', text: 'let me see' },
            { type: 'text', text: 'yes' },
          ],
        },
      ],
    };
    expect(usageOf({ output: thought })).toEqual({ output: 1, reasoning: 3, total: 4 });
    expect(usageOf({ input: thought })).toEqual({ input: 3 + 4 + 1, total: 8 });
  });

  test('estimates no picture, in parts that nobody understood neither', () => {
    const parts = [
      { type: 'image', url: 'data:image/png;base64,AAAA' },
      { type: 'json', value: { blob: `data:image/png;base64,${'A'.repeat(4000)}` } },
      { type: 'json', value: 'QUJD'.repeat(1000) },
    ] as const;
    expect(usageOf({ input: { messages: [{ role: 'user', parts: [...parts] }] } })?.input).toBe(3 + 4 + 1);
  });

  test('an embedding is its input alone; a ranking reads what it ranks', () => {
    expect(usageOf({ kind: 'embedding', input: { text: 'a b' }, output: { text: '0.1 0.2' } })).toEqual({
      input: 2,
      total: 2,
    });
    expect(
      usageOf({ model: 'text-embedding-3-small', input: { text: 'a b' }, output: { json: [0.1] } }),
    ).toEqual({
      input: 2,
      total: 2,
    });
    const documents = [{ content: 'one two' }, { content: 'three' }];
    expect(usageOf({ kind: 'reranker', input: { text: 'q' }, documents })?.input).toBe(4);
  });

  test('corrects Chinese by its own factor', () => {
    const byCharacter: Encodings = () => (text) => text.length;
    const of = (text: string) =>
      estimateTokens(aCall({ kind: 'embedding', model: 'qwen-x', input: { text } }) as CallParts, byCharacter)
        ?.usage.input;
    expect(of('a'.repeat(1000))).toBe(1050);
    // 800 tokens of characters and 200 of whatever else there is.
    expect(of('字'.repeat(1000))).toBe(Math.round(800 * 0.78 + 200 * 1.05));
  });

  test('an estimate that is taken off again leaves the span as it was', () => {
    const span = { ...aCall({ input: says('user', 'hi') }), usageEstimated: false, usageTokenizer: '' };
    const estimate = estimateTokens(span, words);
    expect(withoutEstimate(withEstimate(span, estimate as NonNullable<typeof estimate>))).toEqual({
      ...span,
      cost: undefined,
    });
  });
});

describe('textTokens', () => {
  const total = ({ han, other }: { han: number; other: number }) => han + other;

  test('nothing it encodes has a run that costs the square of its length, and no character is lost', () => {
    const run = fc.tuple(fc.constantFrom('a', ' ', '字', '=', '\n', '🦊'), fc.integer({ min: 1, max: 2000 }));
    fc.assert(
      fc.property(fc.array(run, { maxLength: 8 }), (runs) => {
        const text = runs.map(([character, times]) => character.repeat(times)).join('');
        const pieces: string[] = [];
        textTokens(text, (piece) => pieces.push(piece));
        expect(pieces.join('')).toBe(text);
        for (const piece of pieces) expect(piece).not.toMatch(/\S{257}|\s{257}/);
      }),
    );
  });

  test('a long text is inferred from samples of all of it', () => {
    const text = `${'word '.repeat(200_000)}${'字'.repeat(200_000)}`;
    let encoded = 0;
    const tokens = total(
      textTokens(text, (piece) => {
        encoded += piece.length;
        return piece.length;
      }),
    );
    expect(encoded).toBe(MAX_COUNTED);
    expect(tokens).toBeCloseTo(text.length, 6);
  });
});
