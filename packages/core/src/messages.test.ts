import { describe, expect, it } from 'vitest';
import type { Json, Part } from './content.ts';
import { contentOf, messagesOf } from './messages.ts';

const partsOf = (...parts: Json[]): Part[] | undefined =>
  messagesOf([{ role: 'user', content: parts }], 'user')?.[0]?.parts;

describe('the parts of a message', () => {
  it.each<[string, Json, Part]>([
    ['text', { type: 'text', content: 'Hi' }, { type: 'text', text: 'Hi' }],
    ['thinking', { type: 'thinking', thinking: 'Hm' }, { type: 'reasoning', text: 'Hm' }],
    [
      'a tool use of Anthropic',
      { type: 'tool_use', id: 't1', name: 'add', input: { a: 1 } },
      { type: 'toolCall', id: 't1', name: 'add', arguments: { a: 1 } },
    ],
    [
      'a tool result of Anthropic',
      { type: 'tool_result', tool_use_id: 't1', content: [{ type: 'text', text: '{"sum":2}' }] },
      { type: 'toolResult', id: 't1', result: { sum: 2 } },
    ],
    [
      'a tool result of the AI SDK',
      { type: 'tool-result', toolCallId: 't1', toolName: 'add', output: { type: 'json', value: { sum: 2 } } },
      { type: 'toolResult', id: 't1', name: 'add', result: { sum: 2 } },
    ],
    [
      'an image by URL',
      { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
      { type: 'image', url: 'https://example.com/a.png' },
    ],
    [
      'an image in base64',
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'aGk=' } },
      { type: 'image', url: 'data:image/png;base64,aGk=', mediaType: 'image/png' },
    ],
    [
      'a blob of the semantic conventions',
      { type: 'blob', modality: 'image', mime_type: 'image/png', content: 'aGk=' },
      { type: 'image', url: 'data:image/png;base64,aGk=', mediaType: 'image/png' },
    ],
    [
      'audio',
      { type: 'input_audio', input_audio: { data: 'aGk=', format: 'wav' } },
      { type: 'audio', url: 'data:audio/wav;base64,aGk=', mediaType: 'audio/wav' },
    ],
    [
      'a file',
      { type: 'file', file: { filename: 'a.pdf', file_id: 'https://example.com/a.pdf' } },
      { type: 'file', url: 'https://example.com/a.pdf', name: 'a.pdf' },
    ],
    [
      'a function call of Gemini',
      { functionCall: { name: 'add', args: { a: 1 } } },
      { type: 'toolCall', name: 'add', arguments: { a: 1 } },
    ],
    [
      'what nobody knows',
      { type: 'hologram', beam: 1 },
      { type: 'json', value: { type: 'hologram', beam: 1 } },
    ],
  ])('%s', (_, given, part) => {
    expect(partsOf(given)).toEqual([part]);
  });
});

describe('a conversation', () => {
  const hello = [{ role: 'user', parts: [{ type: 'text', text: 'Hi' }] }];

  it.each<[string, Json]>([
    ['a list', [{ role: 'user', content: 'Hi' }]],
    ['a request', { model: 'gpt-4.1', messages: [{ role: 'user', content: 'Hi' }] }],
    ['a list in a list', { messages: [[{ type: 'human', content: 'Hi' }]] }],
    ['pairs', { messages: [['human', 'Hi']] }],
    ['a request of the Responses API', { model: 'gpt-5', input: 'Hi' }],
    ['a request of Gemini', { contents: [{ role: 'user', parts: [{ text: 'Hi' }] }] }],
  ])('is found in %s', (_, value) => {
    expect(messagesOf(value, 'user')).toEqual(hello);
  });

  it('is found in an answer of the Responses API', () => {
    const output = [
      { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Think.' }] },
      { type: 'function_call', call_id: 'c1', name: 'add', arguments: '{"a":1}' },
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Done' }] },
    ];
    expect(messagesOf({ output }, 'assistant')).toEqual([
      { role: 'assistant', parts: [{ type: 'reasoning', text: 'Think.' }] },
      { role: 'assistant', parts: [{ type: 'toolCall', id: 'c1', name: 'add', arguments: { a: 1 } }] },
      { role: 'assistant', parts: [{ type: 'text', text: 'Done' }] },
    ]);
  });

  it('has the reason of its end in one spelling', () => {
    const answer = {
      choices: [{ finish_reason: 'tool-calls', message: { role: 'assistant', content: 'Hi' } }],
    };
    expect(messagesOf(answer, 'assistant')?.[0]?.finishReason).toBe('tool_calls');
  });

  it.each<[string, Json]>([
    ['documents', [{ id: 'kb-1', score: 0.9, text: 'Refunds' }]],
    ['arguments', { input: 'Hi', model_size: 3 }],
    ['a form that has a role', { role: 'manager', content: 'x' }],
    ['numbers', [1, 2]],
    ['nothing', []],
  ])('is not seen in %s', (_, value) => {
    expect(messagesOf(value, 'user')).toBeUndefined();
    expect(contentOf(JSON.stringify(value), 'user')).toEqual({ json: value });
  });
});
