import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { logMeaning, logRecord, type RawLog } from './log-events.ts';
import { foldPatches } from './patch.ts';
import type { AttributeValue } from './span.ts';
import { type OtlpLogs, rawLogs } from './testing/otlp-json.ts';

const aLog = (
  eventName: string,
  body: AttributeValue,
  attributes: Record<string, AttributeValue> = {},
  overrides: Partial<RawLog> = {},
): RawLog => ({
  traceId: 'trace',
  spanId: 'span',
  timeNs: 1n,
  severityNumber: 9,
  severityText: 'INFO',
  eventName,
  body,
  attributes: new Map(Object.entries(attributes)),
  resource: new Map([['service.name', 'support-bot']]),
  scopeName: 'app',
  ...overrides,
});

const nothing = {
  input: undefined,
  output: undefined,
  model: '',
  provider: '',
  usage: undefined,
  userId: '',
  sessionId: '',
};

describe('the recorded logs', () => {
  const file = new URL('../../server/recordings/otel-genai/002-post-v1-logs.json', import.meta.url);
  const logs = rawLogs((JSON.parse(readFileSync(file, 'utf8')) as { preview: OtlpLogs }).preview);

  it('hold four calls with their conversations and one score', () => {
    const meanings = logs.map(logMeaning);
    const patches = meanings.flatMap((meaning) => meaning?.patch ?? []);
    expect(patches).toHaveLength(4);
    expect(patches[0]).toMatchObject({
      model: 'gpt-4.1-2025-04-14',
      provider: 'openai',
      usage: { input: 412, output: 46, total: 458 },
      userId: 'user-1042',
      sessionId: 'sess-en-01',
      input: { messages: [{ role: 'system' }, { role: 'user' }] },
      output: {
        messages: [
          {
            role: 'assistant',
            finishReason: 'tool_calls',
            parts: [
              { type: 'toolCall', name: 'lookup_order' },
              { type: 'toolCall', name: 'get_refund_policy' },
            ],
          },
        ],
      },
    });
    expect(meanings.flatMap((meaning) => meaning?.score ?? [])).toMatchObject([
      { name: 'user-feedback', type: 'numeric', value: 1, traceId: patches[0]?.traceId },
    ]);
  });
});

describe('message events', () => {
  it('of one call fold to its conversation', () => {
    const call = {
      id: 'c1',
      type: 'function',
      function: { name: 'lookup_order', arguments: '{"id":"A-1"}' },
    };
    const patches = [
      aLog('gen_ai.system.message', { content: 'Be kind.' }, {}, { timeNs: 1n }),
      aLog('gen_ai.user.message', { content: 'Where is A-1?' }, {}, { timeNs: 2n }),
      aLog('gen_ai.assistant.message', { tool_calls: [call] }, {}, { timeNs: 3n }),
      aLog('gen_ai.tool.message', { id: 'c1', content: '{"status":"sent"}' }, {}, { timeNs: 4n }),
      aLog(
        'gen_ai.choice',
        { index: 0, finish_reason: 'stop', message: { content: 'Sent.' } },
        {},
        { timeNs: 5n },
      ),
    ].flatMap((log) => logMeaning(log)?.patch ?? []);
    expect(foldPatches(nothing, patches.reverse())).toMatchObject({
      input: {
        messages: [
          { role: 'system', parts: [{ type: 'text', text: 'Be kind.' }] },
          { role: 'user', parts: [{ type: 'text', text: 'Where is A-1?' }] },
          { role: 'assistant', parts: [{ type: 'toolCall', id: 'c1', arguments: { id: 'A-1' } }] },
          { role: 'tool', parts: [{ type: 'toolResult', id: 'c1', result: { status: 'sent' } }] },
        ],
      },
      output: {
        messages: [{ role: 'assistant', finishReason: 'stop', parts: [{ type: 'text', text: 'Sent.' }] }],
      },
    });
  });

  it('are known by the attribute that named events before, and read from the attribute that held bodies', () => {
    const log = aLog('', null, {
      'event.name': 'gen_ai.user.message',
      'gen_ai.event.content': '{"content":"Hi"}',
    });
    expect(logMeaning(log)?.patch?.inputMessages).toEqual([
      { role: 'user', parts: [{ type: 'text', text: 'Hi' }] },
    ]);
  });

  it('that name no span mean nothing', () => {
    expect(logMeaning(aLog('gen_ai.user.message', 'Hi', {}, { spanId: '' }))).toBeUndefined();
  });
});

describe('an evaluation', () => {
  it('is a category when it has a label only, and the same score when it comes twice', () => {
    const log = aLog('gen_ai.evaluation.result', null, {
      'gen_ai.evaluation.name': 'tone',
      'gen_ai.evaluation.score.label': 'friendly',
      'gen_ai.evaluation.explanation': 'warm words',
    });
    expect(logMeaning(log)).toEqual(logMeaning(log));
    expect(logMeaning(log)?.score).toMatchObject({
      name: 'tone',
      type: 'categorical',
      value: undefined,
      label: 'friendly',
      comment: 'warm words',
      spanId: 'span',
    });
  });

  it('without a name or a judgement is none', () => {
    expect(
      logMeaning(aLog('gen_ai.evaluation.result', null, { 'gen_ai.evaluation.score.value': 1 })),
    ).toBeUndefined();
    expect(
      logMeaning(aLog('gen_ai.evaluation.result', null, { 'gen_ai.evaluation.name': 'x' })),
    ).toBeUndefined();
  });
});

describe('any other record', () => {
  it('means nothing of a span and is stored with its body as text', () => {
    const log = aLog('', { order: 'A-1', total: 2n ** 60n });
    expect(logMeaning(log)).toBeUndefined();
    expect(logRecord(log)).toMatchObject({
      body: '{"order":"A-1","total":"1152921504606846976"}',
      service: 'support-bot',
    });
    expect(logRecord(aLog('', 'refund started')).body).toBe('refund started');
  });
});
