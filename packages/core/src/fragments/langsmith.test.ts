import { describe, expect, test } from 'vitest';
import type { JsonRecord } from '../message-parts.ts';
import type { SpanFragment } from './fragment.ts';
import { tell } from './tell.ts';

const START = '2026-11-23T20:53:57.285001';
const ROOT = '01a20a2f-d7a5-7000-8000-017d2c8f5722';
const RUN = '01a20a2f-d7bb-7000-8000-006d0a8f4287';

const fragment = (body: JsonRecord, update = false): SpanFragment => ({
  traceId: ROOT,
  spanId: RUN,
  format: 'langsmith',
  timeNs: 1n,
  update,
  body,
});
const run = (body: JsonRecord) =>
  tell([fragment({ name: 'ChatOpenAI', run_type: 'llm', start_time: START, ...body })]).span;

const lc = (name: string, kwargs: JsonRecord): JsonRecord => ({
  lc: 1,
  type: 'constructor',
  id: ['langchain_core', 'messages', name],
  kwargs,
});

describe('a run of LangSmith', () => {
  test('says who asked which model, and where it runs', () => {
    const span = run({
      session_name: 'support-bot',
      end_time: 1_795_467_238_285,
      tags: ['en'],
      extra: {
        metadata: { ls_provider: 'openai', ls_model_name: 'gpt-4.1', user_id: 'ada', thread_id: 'chat-1' },
        runtime: { sdk: 'langsmith-js', sdk_version: '0.12.0', platform: 'linux' },
      },
      inputs: { messages: [{ role: 'user', content: 'Hi' }] },
      outputs: {
        model: 'gpt-4.1-2025-04-14',
        choices: [{ message: { role: 'assistant', content: 'Hello' } }],
      },
    });
    expect(span).toMatchObject({
      convention: 'langsmith',
      kind: 'llm',
      model: 'gpt-4.1-2025-04-14',
      requestModel: 'gpt-4.1',
      provider: 'openai',
      userId: 'ada',
      sessionId: 'chat-1',
      service: 'support-bot',
      tags: ['en'],
      input: { messages: [{ role: 'user', parts: [{ type: 'text', text: 'Hi' }] }] },
      output: { messages: [{ role: 'assistant', parts: [{ type: 'text', text: 'Hello' }] }] },
      startNs: 1_795_467_237_285_001_000n,
      endNs: 1_795_467_238_285_000_000n,
    });
    expect(span.resource.get('telemetry.sdk.name')).toBe('langsmith-js');
  });

  test('takes its place from its dotted order when nothing else tells it', () => {
    const dotted_order = `20261123T205357285001Z${ROOT}.20261123T205357307002Z${RUN}`;
    const { span, placed } = tell([fragment({ dotted_order, end_time: '2026-11-23T20:53:58Z' }, true)]);
    expect(placed).toBe(true);
    expect(span).toMatchObject({ parentSpanId: ROOT, startNs: 1_795_467_237_307_002_000n });
    expect(tell([fragment({ dotted_order: 'x.y', outputs: {} }, true)]).placed).toBe(false);
  });

  const usage = {
    input_tokens: 412,
    output_tokens: 46,
    total_tokens: 458,
    input_token_details: { cache_read: 128 },
  };
  const exclusive = { input: 284, cachedRead: 128, output: 46, total: 458 };
  const generation = (message: JsonRecord) => ({ generations: [[{ text: '', message }]] });
  test.each<[string, JsonRecord]>([
    ['in its outputs', { outputs: { usage_metadata: usage } }],
    ['in its metadata', { extra: { metadata: { usage_metadata: usage } } }],
    ['in a message of LangChain', { outputs: generation(lc('AIMessage', { usage_metadata: usage })) }],
    ['in a message as data', { outputs: generation({ type: 'ai', data: { usage_metadata: usage } }) }],
    ['in an answer that is a message', { outputs: { message: lc('AIMessage', { usage_metadata: usage }) } }],
    [
      'in the result of LangChain for JavaScript',
      {
        outputs: {
          generations: [],
          llmOutput: { tokenUsage: { promptTokens: 412, completionTokens: 46, totalTokens: 458 } },
        },
      },
    ],
    [
      'as OpenAI counts',
      {
        outputs: {
          usage: { prompt_tokens: 412, completion_tokens: 46, prompt_tokens_details: { cached_tokens: 128 } },
        },
      },
    ],
  ])('finds the tokens %s', (where, body) => {
    const counted = where.includes('JavaScript') ? { input: 412, output: 46, total: 458 } : exclusive;
    expect(run(body).usage).toEqual(counted);
  });

  test('adds up the answers to several prompts', () => {
    const message = lc('AIMessage', { usage_metadata: usage });
    expect(run({ outputs: { generations: [[{ message }], [{ message }]] } }).usage).toEqual({
      input: 568,
      cachedRead: 256,
      output: 92,
      total: 916,
    });
  });

  test('reads a call as LangChain tells it: messages, tools, model, provider and why it ended', () => {
    const tool = { type: 'function', function: { name: 'lookup_order', parameters: { type: 'object' } } };
    const span = run({
      extra: { invocation_params: { model: 'gpt-4.1', temperature: 0, tools: [tool] } },
      inputs: {
        messages: [[lc('SystemMessage', { content: 'Be kind.' }), lc('HumanMessage', { content: '你好' })]],
      },
      outputs: generation(
        lc('AIMessageChunk', {
          content: '',
          tool_calls: [{ id: 'c1', name: 'lookup_order', args: { order_id: 'A-1' } }],
          response_metadata: {
            model_name: 'gpt-4.1-2025-04-14',
            model_provider: 'openai',
            finish_reason: 'tool_calls',
          },
        }),
      ),
    });
    expect(span).toMatchObject({
      model: 'gpt-4.1-2025-04-14',
      requestModel: 'gpt-4.1',
      provider: 'openai',
      toolDefinitions: [{ name: 'lookup_order' }],
      input: { messages: [{ role: 'system' }, { role: 'user', parts: [{ text: '你好' }] }] },
      output: {
        messages: [
          {
            role: 'assistant',
            parts: [{ type: 'toolCall', name: 'lookup_order', arguments: { order_id: 'A-1' } }],
          },
        ],
      },
    });
    const [answer] = (span.output as { messages: { finishReason?: string }[] }).messages;
    expect(answer?.finishReason).toBe('tool_calls');
    expect(span.attributes.get('langsmith.invocation_params')).toEqual({ model: 'gpt-4.1', temperature: 0 });
  });

  test('knows the first token from the events of a stream, and keeps that one alone', () => {
    const token = (ms: number) => ({ name: 'new_token', time: `2026-11-23T20:53:57.${ms}Z` });
    const span = run({ events: [{ name: 'start', time: START }, ...[300, 310, 320].map(token)] });
    expect(span.timeToFirstTokenNs).toBe(14_999_000n);
    expect(span.events.map(({ name }) => name)).toEqual(['start', 'new_token']);
    const many = run({ events: Array.from({ length: 200 }, () => ({ name: 'retry', time: START })) });
    expect(many.events).toHaveLength(128);
    expect(many.attributes.get('pharos.dropped_events')).toBe(72);
  });

  test.each([
    ['Error: carrier API timed out', { type: 'Error', message: 'carrier API timed out', stack: '' }],
    ['TypeError: no\n    at f (a.js:1:1)', { type: 'TypeError', message: 'no', stack: 'at f (a.js:1:1)' }],
    [
      "ValueError('bad')Traceback (most recent call last):\n  File",
      { type: 'ValueError', message: 'bad', stack: 'Traceback (most recent call last):\n  File' },
    ],
    ['Traceback (most recent call last):\n  File "a.py"\nKeyError: x\n', { type: 'KeyError', message: 'x' }],
    [
      'no\n\nTypeError: no\n    at f (a.js:1:1)',
      { type: 'TypeError', message: 'no', stack: 'at f (a.js:1:1)' },
    ],
    ['it went\n\nwrong', { type: '', message: 'it went\n\nwrong', stack: '' }],
    ['it went wrong', { type: '', message: 'it went wrong', stack: '' }],
  ])('takes the error %j apart', (text, error) => {
    expect(run({ error: text })).toMatchObject({ status: 'error', statusMessage: error.message, error });
  });

  test.each<[string, string]>([
    ['chain', 'chain'],
    ['prompt', 'chain'],
    ['tool', 'tool'],
    ['retriever', 'retriever'],
    ['embedding', 'embedding'],
    ['something else', 'span'],
  ])('of type %j is of kind %s, and asks no model by what it hands on', (run_type, kind) => {
    const span = run({ run_type, outputs: { answer: 'yes' } });
    expect(span).toMatchObject({ kind, model: '', usage: undefined });
  });

  test('that bears the name of its agent is the agent', () => {
    const extra = { metadata: { lc_agent_name: 'planner' } };
    expect(run({ run_type: 'chain', name: 'planner', extra })).toMatchObject({
      kind: 'agent',
      agentName: 'planner',
    });
    expect(run({ run_type: 'chain', name: 'step', extra })).toMatchObject({
      kind: 'chain',
      agentName: 'planner',
    });
  });

  test('tells of its files, and of how many the bytes are not kept', () => {
    const photo = { type: 'image/png', size: 3 };
    const { attributes } = run({ attachments: { photo } });
    expect(attributes.get('langsmith.attachments')).toEqual({ photo });
    expect(attributes.get('pharos.dropped_attachments')).toBe(1);
    const kept = run({ attachments: { photo: { ...photo, sha256: 'ab' } } });
    expect(kept.attributes.has('pharos.dropped_attachments')).toBe(false);
  });

  test.each<[JsonRecord, JsonRecord, unknown, unknown]>([
    [{ input: 'Hi' }, { output: 'Hello' }, { text: 'Hi' }, { text: 'Hello' }],
    [{ input: 'Hi' }, { outputs: 'Hello' }, { text: 'Hi' }, { text: 'Hello' }],
    [{ input: 'Hi', k: 1 }, { outputs: [1] }, { json: { input: 'Hi', k: 1 } }, { json: { outputs: [1] } }],
    [
      { input: [lc('HumanMessage', { content: 'Hi' })] },
      { output: lc('ToolMessage', { content: 'found', tool_call_id: 'c1' }) },
      { messages: [{ role: 'user', parts: [{ type: 'text', text: 'Hi' }] }] },
      { messages: [{ role: 'tool', parts: [{ type: 'toolResult', result: 'found', id: 'c1' }] }] },
    ],
  ])('of one value, %j and %j, is that value', (inputs, outputs, input, output) => {
    expect(run({ run_type: 'chain', inputs, outputs })).toMatchObject({ input, output });
  });

  test('says nothing of a prototype', () => {
    const body = JSON.parse(
      '{"extra":{"metadata":{"__proto__":{"x":1},"constructor":1},"__proto__":1},"outputs":{"generations":[[{"message":{"kwargs":{"usage_metadata":{"__proto__":{"input_tokens":1}}}}}]]}}',
    ) as JsonRecord;
    expect(() => run(body)).not.toThrow();
    expect(({} as { x?: number }).x).toBeUndefined();
  });
});
