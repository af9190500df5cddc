import { describe, expect, it } from 'vitest';
import type { Message } from './content.ts';
import { conversationOf, type Turn } from './conversation.ts';
import { anApiSpan } from './testing/api-span.ts';

const text = (role: Message['role'], words: string): Message => ({
  role,
  parts: [{ type: 'text', text: words }],
});

/** One line an item, short enough to read in an assertion. */
const told = (turns: Turn[]) =>
  turns.flatMap((turn) =>
    turn.items.map((item) => {
      if (item.type === 'text') return `${turn.role}: ${item.text}`;
      if (item.type === 'toolUse')
        return `${turn.role} ran ${item.name}(${JSON.stringify(item.arguments)}) = ${JSON.stringify(item.result)}`;
      if (item.type === 'error') return `${turn.role} failed: ${item.message}`;
      return `${turn.role} ${item.type}`;
    }),
  );

const call: Message = {
  role: 'assistant',
  parts: [{ type: 'toolCall', id: 'c1', name: 'lookup_order', arguments: { order: '88-1042' } }],
};

describe('the conversation of a trace', () => {
  it('tells once the history that every model call repeats, with tool results beside their calls', () => {
    const history = [text('system', 'Be brief.'), text('user', 'Where is my parcel?')];
    const turns = conversationOf([
      anApiSpan({ spanId: 'agent', kind: 'agent', durationMs: 900 }),
      anApiSpan({
        spanId: 'llm1',
        parentSpanId: 'agent',
        kind: 'llm',
        startMs: 1,
        input: history,
        output: [call],
      }),
      anApiSpan({
        spanId: 'tool',
        parentSpanId: 'agent',
        kind: 'tool',
        toolName: 'lookup_order',
        startMs: 200,
        durationMs: 40,
        input: '{"order": "88-1042"}',
        output: { status: 'in_transit' },
      }),
      anApiSpan({
        spanId: 'llm2',
        parentSpanId: 'agent',
        kind: 'llm',
        startMs: 300,
        input: [
          ...history,
          call,
          { role: 'tool', parts: [{ type: 'toolResult', id: 'c1', result: '{"status":"in_transit"}' }] },
        ],
        output: [{ ...text('assistant', '您的包裹正在路上'), finishReason: 'stop' }],
      }),
    ]);
    expect(told(turns)).toEqual([
      'system: Be brief.',
      'user: Where is my parcel?',
      'assistant ran lookup_order({"order":"88-1042"}) = {"status":"in_transit"}',
      'assistant: 您的包裹正在路上',
    ]);
    expect(turns.at(-1)?.finishReason).toBe('stop');
    const use = turns[2]?.items[0];
    expect(use).toMatchObject({ spanId: 'tool', durationMs: 40, error: undefined });
  });

  it('keeps a user saying the same thing twice', () => {
    const first = [text('user', 'yes')];
    const turns = conversationOf([
      anApiSpan({ spanId: 'a', kind: 'llm', input: first, output: [text('assistant', 'Sure?')] }),
      anApiSpan({
        spanId: 'b',
        traceId: 'trace-2',
        kind: 'llm',
        startMs: 500,
        input: [...first, text('assistant', 'Sure?'), text('user', 'yes')],
        output: [text('assistant', 'Done.')],
      }),
    ]);
    expect(told(turns)).toEqual(['user: yes', 'assistant: Sure?', 'user: yes', 'assistant: Done.']);
    expect(turns.map((turn) => turn.traceId)).toEqual(['trace-1', 'trace-1', 'trace-2', 'trace-2']);
  });

  it('keeps a question that is asked again in another trace without its history', () => {
    const input = [text('system', 'Be brief.'), text('user', 'refund?')];
    const turns = conversationOf([
      anApiSpan({ spanId: 'a', kind: 'llm', input, output: [text('assistant', 'Yes.')] }),
      anApiSpan({
        spanId: 'b',
        traceId: 'trace-2',
        kind: 'llm',
        startMs: 500,
        input,
        output: [text('assistant', 'Still yes.')],
      }),
    ]);
    expect(told(turns)).toEqual([
      'system: Be brief.',
      'user: refund?',
      'assistant: Yes.',
      'user: refund?',
      'assistant: Still yes.',
    ]);
  });

  it('says where a model call failed and goes on with the retry', () => {
    const input = [text('user', 'hi')];
    const turns = conversationOf([
      anApiSpan({
        spanId: 'a',
        kind: 'llm',
        input,
        status: 'error',
        error: { type: 'RateLimit', message: '429 rate_limit_exceeded', stack: '' },
      }),
      anApiSpan({ spanId: 'b', kind: 'llm', startMs: 500, input, output: [text('assistant', 'hello')] }),
    ]);
    expect(told(turns)).toEqual([
      'user: hi',
      'assistant failed: 429 rate_limit_exceeded',
      'assistant: hello',
    ]);
  });

  it('does not tell a model call twice when an outer call repeats it', () => {
    const input = [text('user', 'hi')];
    const output = [text('assistant', 'hello')];
    const turns = conversationOf([
      anApiSpan({ spanId: 'outer', kind: 'llm', input, output }),
      anApiSpan({ spanId: 'inner', kind: 'llm', parentSpanId: 'outer', startMs: 1, input, output }),
    ]);
    expect(told(turns)).toEqual(['user: hi', 'assistant: hello']);
  });

  it('lets the root speak when no model call was recorded', () => {
    const turns = conversationOf([
      anApiSpan({ spanId: 'root', kind: 'chain', input: 'question', output: { answer: 42 } }),
    ]);
    expect(turns.map((turn) => turn.role)).toEqual(['user', 'assistant']);
    expect(turns[1]?.items).toEqual([{ type: 'json', value: { answer: 42 } }]);
  });

  it('shows what the user asked when the model was given something else', () => {
    const turns = conversationOf([
      anApiSpan({ spanId: 'root', kind: 'agent', input: 'refund?', output: 'Yes.' }),
      anApiSpan({
        spanId: 'llm',
        kind: 'llm',
        parentSpanId: 'root',
        startMs: 1,
        input: [text('user', 'Classify the intent')],
        output: [text('assistant', 'REFUND')],
      }),
    ]);
    expect(told(turns)).toEqual([
      'user: refund?',
      'user: Classify the intent',
      'assistant: REFUND',
      'assistant: Yes.',
    ]);
  });

  it('tells the question before what was looked up to answer it', () => {
    const turns = conversationOf([
      anApiSpan({ spanId: 'root', kind: 'agent' }),
      anApiSpan({
        spanId: 'r',
        kind: 'retriever',
        parentSpanId: 'root',
        startMs: 1,
        documents: [{ content: 'Refunds within 7 days' }],
      }),
      anApiSpan({
        spanId: 'llm',
        kind: 'llm',
        parentSpanId: 'root',
        startMs: 2,
        input: 'refund?',
        output: 'Yes.',
      }),
    ]);
    expect(told(turns)).toEqual(['user: refund?', 'assistant retrieval', 'assistant: Yes.']);
  });

  it('renders a trace of cyclic and orphan spans, and hostile keys', () => {
    const turns = conversationOf([
      anApiSpan({ spanId: 'a', parentSpanId: 'b', kind: 'tool', input: JSON.parse('{"__proto__":{"x":1}}') }),
      anApiSpan({ spanId: 'b', parentSpanId: 'a', kind: 'llm', input: 'x', startMs: 5 }),
    ]);
    expect(told(turns)).toEqual(['user: x', 'assistant ran a({"__proto__":{"x":1}}) = undefined']);
  });
});
