import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalise } from './normalise.ts';
import type { AttributeValue } from './span.ts';
import { anEvent, aRawSpan } from './testing/raw-span.ts';

const exception = anEvent('exception', {
  'exception.type': 'RateLimitError',
  'exception.message': '429',
  'exception.stacktrace': 'at fetch',
});

describe('failure', () => {
  it('is an exception event under no status', () => {
    expect(normalise(aRawSpan({}, { events: [exception] }))).toMatchObject({
      status: 'error',
      error: { type: 'RateLimitError', message: '429', stack: 'at fetch' },
    });
  });

  it('is not an exception that was handled, under status OK', () => {
    expect(normalise(aRawSpan({}, { status: 'ok', events: [exception] }))).toMatchObject({
      status: 'ok',
      error: undefined,
    });
  });

  it('has the type of the span and its status message when there is no exception', () => {
    const span = aRawSpan({ 'error.type': 'timeout' }, { status: 'error', statusMessage: 'too late' });
    expect(normalise(span).error).toEqual({ type: 'timeout', message: 'too late', stack: '' });
  });
});

describe('facts of the application', () => {
  it('come from the resource, and the span may say otherwise', () => {
    const resource = new Map<string, AttributeValue>([
      ['service.name', 'support-bot'],
      ['service.version', '1.4.2'],
      ['deployment.environment.name', 'production'],
    ]);
    expect(normalise(aRawSpan({}, { resource }))).toMatchObject({
      service: 'support-bot',
      release: '1.4.2',
      environment: 'production',
    });
    expect(normalise(aRawSpan({ 'deployment.environment': 'staging' }, { resource })).environment).toBe(
      'staging',
    );
  });
});

describe('hostile input', () => {
  const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

  it('keeps JSON that is nested too deep as the text it is', () => {
    const text = deep(10_000);
    const span = normalise(aRawSpan({ 'gen_ai.operation.name': 'chat', 'gen_ai.input.messages': text }));
    expect(span.input).toEqual({ text });
    const shallow = normalise(
      aRawSpan({ 'gen_ai.operation.name': 'chat', 'gen_ai.input.messages': deep(50) }),
    );
    expect(shallow.input).toHaveProperty('json');
  });

  it('cuts structures that are nested too deep, so that they can be written as JSON', () => {
    let value: AttributeValue = 'core';
    for (let depth = 0; depth < 20_000; depth += 1) value = [value];
    const { input } = normalise(
      aRawSpan({ 'gen_ai.operation.name': 'chat', 'gen_ai.input.messages': value }),
    );
    expect(JSON.stringify(input).length).toBeLessThan(1_000);
  });

  it('takes no space for sparse indices, and never more than 1,000 messages', () => {
    const sparse = normalise(
      aRawSpan({
        'openinference.span.kind': 'LLM',
        'llm.input_messages.999999999.message.role': 'user',
        'llm.input_messages.999999999.message.content': 'last',
        'llm.input_messages.0.message.role': 'system',
        'llm.input_messages.0.message.content': 'first',
        'llm.input_messages.-1.message.content': 'no index',
        'llm.input_messages.1e3.message.content': 'no index',
        'llm.input_messages.12345678901234567890.message.content': 'no index',
      }),
    ).input;
    expect(sparse).toMatchObject({ messages: [{ role: 'system' }, { role: 'user' }] });
    const many = Object.fromEntries(
      Array.from({ length: 3_000 }, (_, index) => [`llm.input_messages.${index}.message.content`, 'x']),
    );
    const { input } = normalise(aRawSpan({ 'openinference.span.kind': 'LLM', ...many }));
    expect(input && 'messages' in input && input.messages.length).toBe(1_000);
    const listed = JSON.stringify(Array.from({ length: 3_000 }, () => ({ role: 'user', content: 'x' })));
    const told = normalise(
      aRawSpan({ 'gen_ai.operation.name': 'chat', 'gen_ai.input.messages': listed }),
    ).input;
    expect(told && 'messages' in told && told.messages.length).toBe(1_000);
  });

  it('leaves object prototypes alone', () => {
    const poison = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';
    const { input, attributes } = normalise(
      aRawSpan({
        'langfuse.observation.type': 'tool',
        'langfuse.observation.input': poison,
        __proto__key: 'x',
        constructor: 'y',
      }),
    );
    expect(JSON.stringify(input)).toBe(`{"json":${poison}}`);
    expect(attributes.get('constructor')).toBe('y');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  const names = [
    'gen_ai.operation.name',
    'gen_ai.input.messages',
    'gen_ai.output.messages',
    'gen_ai.system_instructions',
    'gen_ai.tool.definitions',
    'gen_ai.prompt.0.content',
    'gen_ai.usage.input_tokens',
    'gen_ai.usage.cost',
    'gen_ai.response.finish_reasons',
    'gen_ai.retrieval.documents',
    'langfuse.observation.type',
    'langfuse.observation.input',
    'langfuse.observation.output',
    'langfuse.observation.usage_details',
    'langfuse.observation.completion_start_time',
    'langfuse.trace.tags',
    'langwatch.span.type',
    'langwatch.input',
    'langwatch.metrics',
    'langwatch.timestamps',
    'langwatch.contexts',
    'langsmith.span.kind',
    'langsmith.usage_metadata',
    'langtrace.service.type',
    'lmnr.span.input',
    'traceloop.span.kind',
    'traceloop.entity.input',
    'openinference.span.kind',
    'llm.input_messages.0.message.content',
    'llm.tools.0.tool.json_schema',
    'embedding.embeddings.0.embedding.vector',
    'metadata',
    'input.value',
    'ai.operationId',
    'ai.prompt',
    'ai.values',
    'ai.response.toolCalls',
    'ai.response.msToFirstChunk',
    'db.system',
  ];
  const words = [
    'llm',
    'LLM',
    'tool',
    'retriever',
    'generation',
    'chat',
    'rag',
    'ai.embed',
    'vectordb',
    'qdrant',
  ];
  const message = fc.record(
    {
      role: fc.constantFrom('user', 'assistant', 'tool', 'critic', '__proto__'),
      type: fc.constantFrom('human', 'text', 'tool_use', 'image_url', 'list', 'json', 'constructor'),
      content: fc.jsonValue(),
      parts: fc.jsonValue(),
      tool_calls: fc.jsonValue(),
      value: fc.jsonValue(),
      id: fc.jsonValue(),
      kwargs: fc.jsonValue(),
      messages: fc.jsonValue(),
      choices: fc.jsonValue(),
      function: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  const structure = fc.oneof(message, fc.array(message, { maxLength: 4 }), fc.jsonValue());
  const value = fc.oneof(
    structure.map((shape) => JSON.stringify(shape)),
    structure as fc.Arbitrary<AttributeValue>,
    fc.constantFrom<AttributeValue>(...words, '', '[', '{"a":', Number.NaN, -1, 1e300, true, null, 2n ** 63n),
    fc.string(),
  );

  it('never throws, whatever the attributes hold, and its content can be written as JSON', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 12 }), (attributes) => {
        const span = normalise(
          aRawSpan(attributes, { events: [anEvent('gen_ai.user.message', attributes)] }),
        );
        JSON.stringify([
          span.input,
          span.output,
          span.documents,
          span.toolDefinitions,
          span.tags,
          span.usage,
        ]);
        expect(typeof span.model).toBe('string');
        expect(span.clientCost ?? '0').toMatch(/^\d+(\.\d+)?$/);
      }),
      { numRuns: 500 },
    );
  });
});
