import { describe, expect, it } from 'vitest';
import { normalise } from '../normalise.ts';
import { anEvent, aRawSpan } from '../testing/raw-span.ts';

const json = (value: unknown) => JSON.stringify(value);

describe('LangSmith in OpenTelemetry mode', () => {
  const call = aRawSpan(
    {
      'langsmith.span.kind': 'llm',
      'langsmith.trace.name': 'ChatOpenAI',
      'gen_ai.operation.name': 'chat',
      'gen_ai.system': 'langchain',
      'gen_ai.request.model': 'gpt-4.1',
      'gen_ai.response.model': 'gpt-4.1-2025-04-14',
      'gen_ai.usage.input_tokens': 412,
      'gen_ai.usage.output_tokens': 46,
      'langsmith.usage_metadata': json({
        input_tokens: 412,
        output_tokens: 46,
        total_tokens: 458,
        input_token_details: { cache_read: 128 },
        output_token_details: { reasoning: 6 },
      }),
      'langsmith.metadata.user_id': 'user-1042',
      'langsmith.metadata.thread_id': 'thread-7',
      'langsmith.metadata.ls_provider': 'openai',
      'langsmith.metadata.lc_hub_repo': 'support-system',
      'langsmith.metadata.lc_hub_commit_hash': 'abc123',
      'langsmith.span.tags': 'refund, en',
      'gen_ai.prompt': json({
        messages: [
          {
            lc: 1,
            type: 'constructor',
            id: ['langchain_core', 'messages', 'SystemMessage'],
            kwargs: { content: 'Be kind.' },
          },
          {
            lc: 1,
            type: 'constructor',
            id: ['langchain_core', 'messages', 'HumanMessage'],
            kwargs: { content: '你好' },
          },
        ],
        tools: [{ type: 'function', function: { name: 'lookup_order', parameters: { type: 'object' } } }],
      }),
      'gen_ai.completion': json({
        generations: [
          [
            {
              text: '',
              message: {
                lc: 1,
                type: 'constructor',
                id: ['langchain_core', 'messages', 'AIMessage'],
                kwargs: {
                  content: '',
                  tool_calls: [{ id: 'c1', name: 'lookup_order', args: { order_id: 'A-1' } }],
                },
              },
            },
          ],
        ],
      }),
    },
    { status: 'ok' },
  );

  it('reads the run, its owner, its prompt and its tokens', () => {
    expect(normalise(call)).toMatchObject({
      convention: 'langsmith',
      kind: 'llm',
      model: 'gpt-4.1-2025-04-14',
      requestModel: 'gpt-4.1',
      provider: 'openai',
      userId: 'user-1042',
      sessionId: 'thread-7',
      promptName: 'support-system',
      promptVersion: 'abc123',
      tags: ['refund', 'en'],
      usage: { input: 284, cachedRead: 128, output: 40, reasoning: 6, total: 458 },
      toolDefinitions: [{ name: 'lookup_order', parameters: { type: 'object' } }],
      input: {
        messages: [
          { role: 'system', parts: [{ type: 'text', text: 'Be kind.' }] },
          { role: 'user', parts: [{ type: 'text', text: '你好' }] },
        ],
      },
      output: {
        messages: [
          {
            role: 'assistant',
            parts: [{ type: 'toolCall', id: 'c1', name: 'lookup_order', arguments: { order_id: 'A-1' } }],
          },
        ],
      },
    });
  });

  it('knows a failed run by its exception, although its status is OK', () => {
    const run = aRawSpan(
      { 'langsmith.span.kind': 'llm' },
      { status: 'ok', events: [anEvent('exception', { 'exception.message': '429 slow down' })] },
    );
    expect(normalise(run)).toMatchObject({ status: 'error', error: { message: '429 slow down' } });
  });

  it('takes a retriever for what it is, although it calls itself an embedding in gen_ai terms', () => {
    const run = aRawSpan({
      'langsmith.span.kind': 'retriever',
      'gen_ai.operation.name': 'embeddings',
      'gen_ai.completion': json({
        documents: [{ page_content: 'Refunds take 5 days.', metadata: { page: 2 }, type: 'Document' }],
      }),
    });
    expect(normalise(run)).toMatchObject({
      kind: 'retriever',
      documents: [{ content: 'Refunds take 5 days.', metadata: { page: 2 } }],
    });
  });

  it('adds the details that the Python SDK writes apart from the counts', () => {
    const run = aRawSpan({
      'langsmith.span.kind': 'llm',
      'gen_ai.usage.input_tokens': 412,
      'gen_ai.usage.output_tokens': 46,
      'gen_ai.usage.input_token_details': json({ cache_read: 128 }),
      'gen_ai.usage.output_token_details': json({ reasoning: 6 }),
    });
    expect(normalise(run).usage).toEqual({
      input: 284,
      cachedRead: 128,
      output: 40,
      reasoning: 6,
      total: 458,
    });
  });

  it('reads a call of the AI SDK in its own terms, not in what the exporter copies of them', () => {
    const call = aRawSpan({
      'langsmith.span.kind': 'llm',
      'langsmith.metadata.userId': 'u',
      'ai.operationId': 'ai.generateText.doGenerate',
      'ai.prompt.messages': json([{ role: 'user', content: 'Hi' }]),
      'gen_ai.prompt': json({ input: [{ role: 'user', content: 'Hi' }] }),
      'ai.response.toolCalls': json([{ toolCallId: 'c1', toolName: 'add', input: '{"a":1}' }]),
      'gen_ai.completion': json([{ toolCallId: 'c1', toolName: 'add', input: '{"a":1}' }]),
    });
    expect(normalise(call)).toMatchObject({
      userId: 'u',
      input: { messages: [{ role: 'user' }] },
      output: { messages: [{ parts: [{ type: 'toolCall', id: 'c1', name: 'add', arguments: { a: 1 } }] }] },
    });
  });

  it('finds the documents that a traced function returned, and the scores in their metadata', () => {
    const run = aRawSpan({
      'langsmith.span.kind': 'retriever',
      'gen_ai.completion': json({
        outputs: [{ page_content: 'Refunds take 5 days.', metadata: { score: 0.91 }, type: 'Document' }],
      }),
    });
    expect(normalise(run).documents).toMatchObject([{ content: 'Refunds take 5 days.', score: 0.91 }]);
  });

  it('does not take the project that LangSmith calls a session for a session', () => {
    const run = aRawSpan({ 'langsmith.span.kind': 'chain', 'langsmith.trace.session_id': 'project-1' });
    expect(normalise(run).sessionId).toBe('');
  });
});

describe('Langtrace over OTLP', () => {
  const llm = {
    'langtrace.sdk.name': '@langtrase/typescript-sdk',
    'langtrace.service.type': 'llm',
    'langtrace.service.name': 'OpenAI',
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'o4-mini',
    'gen_ai.usage.input_tokens': 39,
    'gen_ai.usage.output_tokens': 72,
    user_id: 'user-1042',
    session_id: 'sess-1',
    prompt_id: 'p-1',
    prompt_version: '4',
  };
  const prompt = anEvent('gen_ai.content.prompt', {
    'gen_ai.prompt': json([{ role: 'user', content: 'Hi' }]),
  });
  const completion = anEvent('gen_ai.content.completion', {
    'gen_ai.completion': json([
      {
        role: 'assistant',
        content: json([
          { id: 'c1', type: 'function', function: { name: 'lookup_order', arguments: '{"order_id":"A-1"}' } },
        ]),
      },
    ]),
  });

  it('puts the two counts of a stream back in their places, and says that they are estimates', () => {
    const stream = aRawSpan(llm, {
      events: [prompt, anEvent('stream.start'), completion, anEvent('stream.end')],
    });
    expect(normalise(stream)).toMatchObject({
      usage: { input: 72, output: 39, total: 111 },
      usageEstimated: true,
    });
  });

  it('leaves the counts of a whole answer alone', () => {
    expect(normalise(aRawSpan(llm, { events: [prompt, completion] }))).toMatchObject({
      usage: { input: 39, output: 72 },
      usageEstimated: false,
      userId: 'user-1042',
      sessionId: 'sess-1',
      promptName: 'p-1',
      promptVersion: '4',
      provider: 'openai',
    });
  });

  it('reads the conversation from events, tool calls that hide in text included, and does not keep them twice', () => {
    const span = normalise(aRawSpan(llm, { events: [prompt, completion, anEvent('stream.end')] }));
    expect(span.input).toEqual({ messages: [{ role: 'user', parts: [{ type: 'text', text: 'Hi' }] }] });
    expect(span.output).toMatchObject({
      messages: [{ parts: [{ type: 'toolCall', name: 'lookup_order', arguments: { order_id: 'A-1' } }] }],
    });
    expect(span.events.map((event) => event.name)).toEqual(['stream.end']);
  });

  it.each([
    ['a query of a vector store', { 'db.system': 'pinecone', 'db.operation': 'query' }, 'retriever'],
    ['a write to a vector store', { 'db.system': 'pinecone', 'db.operation': 'upsert' }, 'span'],
    [
      'plain SQL, which it also calls a vector database',
      { 'db.system': 'postgres', 'db.operation': 'SELECT' },
      'span',
    ],
  ])('takes %s for a %s', (_, attributes, kind) => {
    expect(normalise(aRawSpan({ 'langtrace.service.type': 'vectordb', ...attributes })).kind).toBe(kind);
  });

  it('lists the matches of a vector store', () => {
    const match = anEvent('db.query.match', { 'db.query.match.id': 'kb-1', 'db.query.match.score': 0.9 });
    const span = aRawSpan(
      { 'langtrace.service.type': 'vectordb', 'db.system': 'pinecone' },
      { events: [match] },
    );
    expect(normalise(span).documents).toEqual([{ id: 'kb-1', score: 0.9 }]);
  });

  it('reads the names of the first generation', () => {
    const span = aRawSpan({
      'langtrace.service.type': 'llm',
      'llm.model': 'gpt-4',
      'llm.prompts': json([{ role: 'user', content: 'Hi' }]),
      'llm.token.counts': json({ input_tokens: 3, output_tokens: 4, total_tokens: 7 }),
    });
    expect(normalise(span)).toMatchObject({
      kind: 'llm',
      model: 'gpt-4',
      usage: { input: 3, output: 4, total: 7 },
      input: { messages: [{ role: 'user' }] },
    });
  });
});

describe('Laminar', () => {
  it('reads owner, input and output, and an exception under an unset status as a failure', () => {
    const span = aRawSpan(
      {
        'lmnr.span.type': 'TOOL',
        'lmnr.span.path': ['agent', 'track_parcel'],
        'lmnr.association.properties.user_id': 'user-1042',
        'lmnr.association.properties.session_id': 'sess-1',
        'lmnr.span.input': json({ tracking: 'X1' }),
      },
      {
        name: 'track_parcel',
        events: [anEvent('exception', { 'exception.type': 'TimeoutError', 'exception.message': 'late' })],
      },
    );
    expect(normalise(span)).toMatchObject({
      convention: 'laminar',
      kind: 'tool',
      toolName: 'track_parcel',
      userId: 'user-1042',
      sessionId: 'sess-1',
      status: 'error',
      error: { type: 'TimeoutError', message: 'late' },
      input: { json: { tracking: 'X1' } },
    });
  });

  it('does not take the version of the SDK for a release', () => {
    const resource = new Map([
      ['service.name', 'laminar-tracer-resource'],
      ['service.version', '0.8.44'],
    ]);
    expect(normalise(aRawSpan({ 'lmnr.span.path': ['agent'] }, { resource }))).toMatchObject({
      service: '',
      release: '',
    });
  });

  it('takes the quotes off a text', () => {
    const span = aRawSpan({ 'lmnr.span.path': ['agent'], 'lmnr.span.output': json('done') });
    expect(normalise(span).output).toEqual({ text: 'done' });
  });

  it('takes cost and counts that are written in gen_ai terms', () => {
    const span = aRawSpan({
      'lmnr.span.type': 'LLM',
      'gen_ai.request.model': 'gpt-4.1',
      'gen_ai.usage.input_tokens': 10,
      'gen_ai.usage.output_tokens': 2,
      'gen_ai.usage.cost': 0.0000021,
    });
    expect(normalise(span)).toMatchObject({ kind: 'llm', usage: { total: 12 }, clientCost: '0.0000021' });
  });
});

describe('MLflow', () => {
  it('reads a call whose attributes are all JSON', () => {
    const span = aRawSpan({
      'mlflow.spanType': '"CHAT_MODEL"',
      'mlflow.llm.model': '"gpt-4.1"',
      'mlflow.trace.session': '"sess-1"',
      'mlflow.spanInputs': json({ model: 'gpt-4.1', messages: [{ role: 'user', content: 'Hi' }] }),
      'mlflow.spanOutputs': json({ choices: [{ message: { role: 'assistant', content: 'Hello!' } }] }),
      'mlflow.chat.tokenUsage': json({ input_tokens: 10, output_tokens: 2, total_tokens: 12 }),
    });
    expect(normalise(span)).toMatchObject({
      convention: 'mlflow',
      kind: 'llm',
      model: 'gpt-4.1',
      sessionId: 'sess-1',
      usage: { input: 10, output: 2, total: 12 },
      input: { messages: [{ role: 'user' }] },
      output: { messages: [{ role: 'assistant', parts: [{ text: 'Hello!' }] }] },
    });
  });

  it('lists what a retriever found', () => {
    const span = aRawSpan({
      'mlflow.spanType': '"RETRIEVER"',
      'mlflow.spanOutputs': json([{ page_content: 'Refunds', metadata: { score: 0.9 }, id: 'kb-1' }]),
    });
    expect(normalise(span)).toMatchObject({
      kind: 'retriever',
      documents: [{ id: 'kb-1', content: 'Refunds', score: 0.9 }],
    });
  });
});

describe('OpenLIT', () => {
  it('reads user, environment, cost and time to first token', () => {
    const span = aRawSpan(
      {
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'gpt-4.1',
        'gen_ai.request.user': 'user-1042',
        'gen_ai.environment': 'staging',
        'gen_ai.usage.input_tokens': 10,
        'gen_ai.usage.cost': 0.25,
        'gen_ai.server.time_to_first_token': 0.04,
      },
      { scopeName: 'openlit.otel.tracing' },
    );
    expect(normalise(span)).toMatchObject({
      convention: 'openlit',
      kind: 'llm',
      userId: 'user-1042',
      environment: 'staging',
      clientCost: '0.25',
      timeToFirstTokenNs: 40_000_000n,
    });
  });
});

describe('OpenLIT, version 1', () => {
  const call = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-4.1',
    'gen_ai.usage.input_tokens': 412,
    'gen_ai.usage.output_tokens': 46,
    'gen_ai.usage.cost': 0,
    'gen_ai.system_instructions': json([{ type: 'text', content: 'Be kind.' }]),
    'gen_ai.input.messages': json([
      { role: 'system', parts: [{ type: 'text', content: 'Be kind.' }] },
      { role: 'user', parts: [{ type: 'text', content: 'Where is A-1?' }] },
    ]),
    'gen_ai.tool.name': 'lookup_order, get_refund_policy',
    'gen_ai.tool.call.id': 'c1, c2',
    'gen_ai.tool.call.arguments': '{"order_id":"A-1"}, {"region":"EU"}',
    'gen_ai.response.finish_reasons': ['completed'],
    'gen_ai.output.messages': json([{ role: 'assistant', parts: [{ type: 'text', content: 'Sent.' }] }]),
  };
  const scopeName = '@openlit/instrumentation-openai';

  it('reads a call by what was said, although it lists the tools that were asked for, and the instructions once', () => {
    expect(normalise(aRawSpan(call, { scopeName }))).toMatchObject({
      convention: 'openlit',
      kind: 'llm',
      toolName: '',
      input: { messages: [{ role: 'system' }, { role: 'user' }] },
      output: { messages: [{ role: 'assistant', finishReason: 'stop' }] },
    });
  });

  it('does not believe a cost of 0, which it reports for prices that it does not know', () => {
    expect(normalise(aRawSpan(call, { scopeName })).clientCost).toBeUndefined();
  });

  it('recognises a failed call, which has nothing but its scope', () => {
    const failed = { 'gen_ai.operation.name': 'chat', 'error.type': 'RateLimitError' };
    expect(normalise(aRawSpan(failed, { scopeName }))).toMatchObject({
      convention: 'openlit',
      status: 'error',
    });
  });

  it.each([
    ['anthropic', '@openlit/instrumentation-anthropic'],
    ['aws.bedrock', 'openlit.otel.tracing'],
  ])('counts the cached tokens of %s beside the input', (provider, scope) => {
    const span = aRawSpan(
      {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': provider,
        'gen_ai.usage.input_tokens': 5000,
        'gen_ai.usage.output_tokens': 77,
        'gen_ai.usage.cache_read.input_tokens': 2048,
      },
      { scopeName: scope },
    );
    expect(normalise(span).usage).toEqual({ input: 5000, cachedRead: 2048, output: 77, total: 7125 });
  });
});

describe('frameworks that write gen_ai in their own way', () => {
  it('reads a call of pydantic-ai, whose events are one attribute', () => {
    const span = normalise(
      aRawSpan({
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'gpt-4o',
        'operation.cost': 0.0021,
        events: json([
          { 'event.name': 'gen_ai.system.message', role: 'system', content: 'Be kind.' },
          { 'event.name': 'gen_ai.user.message', role: 'user', content: 'Hi' },
          { 'event.name': 'gen_ai.choice', index: 0, message: { role: 'assistant', content: 'Hello!' } },
        ]),
      }),
    );
    expect(span).toMatchObject({
      clientCost: '0.0021',
      input: { messages: [{ role: 'system' }, { role: 'user', parts: [{ text: 'Hi' }] }] },
      output: { messages: [{ role: 'assistant', parts: [{ text: 'Hello!' }] }] },
    });
    expect(span.attributes.has('events')).toBe(false);
  });

  it.each([
    ['pydantic-ai', { tool_arguments: '{"id":1}', tool_response: 'sent' }],
    ['ADK', { 'gcp.vertex.agent.tool_call_args': '{"id":1}', 'gcp.vertex.agent.tool_response': 'sent' }],
    ['Spring AI', { 'spring.ai.tool.call.arguments': '{"id":1}', 'spring.ai.tool.call.result': 'sent' }],
  ])('reads a tool of %s', (_, attributes) => {
    expect(normalise(aRawSpan({ 'gen_ai.tool.name': 'lookup', ...attributes }))).toMatchObject({
      kind: 'tool',
      toolName: 'lookup',
      input: { json: { id: 1 } },
      output: { text: 'sent' },
    });
  });

  it("reads a call of Google's ADK", () => {
    const span = aRawSpan({
      'gen_ai.system': 'gcp.vertex.agent',
      'gen_ai.request.model': 'gemini-2.5-flash',
      'gcp.vertex.agent.session_id': 's1',
      'gcp.vertex.agent.llm_request': json({
        model: 'gemini-2.5-flash',
        config: { system_instruction: 'Be kind.' },
        contents: [{ role: 'user', parts: [{ text: 'Hi' }] }],
      }),
      'gcp.vertex.agent.llm_response': json({
        content: { role: 'model', parts: [{ function_call: { id: 'c1', name: 'lookup', args: { id: 1 } } }] },
        finish_reason: 'STOP',
      }),
    });
    expect(normalise(span)).toMatchObject({
      kind: 'llm',
      provider: '',
      sessionId: 's1',
      input: { messages: [{ role: 'system' }, { role: 'user', parts: [{ text: 'Hi' }] }] },
      output: {
        messages: [
          {
            role: 'assistant',
            finishReason: 'stop',
            parts: [{ type: 'toolCall', name: 'lookup', id: 'c1' }],
          },
        ],
      },
    });
  });

  it("reads Bedrock's parts in the events of Strands, and counts by the total", () => {
    const span = aRawSpan(
      {
        'gen_ai.operation.name': 'chat',
        'gen_ai.system': 'strands-agents',
        'gen_ai.request.model': 'anthropic.claude-sonnet-4-5',
        'gen_ai.usage.input_tokens': 5000,
        'gen_ai.usage.cache_read_input_tokens': 2048,
        'gen_ai.usage.cache_write_input_tokens': 0,
        'gen_ai.usage.output_tokens': 77,
        'gen_ai.usage.total_tokens': 7125,
      },
      {
        events: [
          anEvent('gen_ai.user.message', { content: json([{ text: 'Hi' }]) }),
          anEvent('gen_ai.tool.message', {
            role: 'tool',
            content: json([{ toolResult: { toolUseId: 't0', content: [{ text: 'sent' }] } }]),
          }),
          anEvent('gen_ai.choice', {
            finish_reason: 'tool_use',
            message: json([{ toolUse: { toolUseId: 't1', name: 'lookup', input: { id: 1 } } }]),
          }),
        ],
      },
    );
    expect(normalise(span)).toMatchObject({
      provider: '',
      usage: { input: 5000, cachedRead: 2048, output: 77, total: 7125 },
      input: {
        messages: [
          { role: 'user', parts: [{ text: 'Hi' }] },
          { role: 'tool', parts: [{ type: 'toolResult', id: 't0', result: 'sent' }] },
        ],
      },
      output: { messages: [{ finishReason: 'tool_calls', parts: [{ name: 'lookup', id: 't1' }] }] },
    });
  });

  it.each([
    ['LLM', 'llm'],
    ['RETRIEVER', 'retriever'],
    ['TASK', 'chain'],
  ])('takes the kind that Dify and Alibaba name %s', (name, kind) => {
    const attributes = { 'gen_ai.span.kind': name, 'gen_ai.session.id': 's', 'input.value': 'Hi' };
    expect(normalise(aRawSpan(attributes))).toMatchObject({ kind, sessionId: 's', input: { text: 'Hi' } });
  });

  it('does not call an agent by the name of its model', () => {
    const attributes = { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.request.model': 'gpt-4.1' };
    expect(normalise(aRawSpan(attributes, { name: 'invoke_agent gpt-4.1' })).agentName).toBe('');
    expect(normalise(aRawSpan(attributes, { name: 'invoke_agent support' })).agentName).toBe('support');
  });
});

describe('gen_ai of earlier generations', () => {
  it('writes every provider alike', () => {
    expect(normalise(aRawSpan({ 'gen_ai.system': 'OpenAI' })).provider).toBe('openai');
  });

  it('reads messages written one attribute at a time', () => {
    const span = normalise(
      aRawSpan({
        'llm.request.type': 'chat',
        'gen_ai.request.model': 'gpt-4',
        'gen_ai.prompt.0.role': 'user',
        'gen_ai.prompt.0.content': 'Where is A-1?',
        'gen_ai.prompt.1.role': 'tool',
        'gen_ai.prompt.1.tool_call_id': 'c1',
        'gen_ai.prompt.1.content': '{"status":"sent"}',
        'gen_ai.completion.0.role': 'assistant',
        'gen_ai.completion.0.finish_reason': 'tool_calls',
        'gen_ai.completion.0.tool_calls.0.id': 'c2',
        'gen_ai.completion.0.tool_calls.0.name': 'refund',
        'gen_ai.completion.0.tool_calls.0.arguments': '{"order":"A-1"}',
        'gen_ai.prompt.name': 'support',
        'llm.request.functions.0.name': 'refund',
        'llm.request.functions.0.parameters': '{"type":"object"}',
        'gen_ai.usage.prompt_tokens': 5,
        'gen_ai.usage.completion_tokens': 7,
      }),
    );
    expect(span).toMatchObject({
      kind: 'llm',
      promptName: 'support',
      usage: { input: 5, output: 7, total: 12 },
      toolDefinitions: [{ name: 'refund', parameters: { type: 'object' } }],
      input: {
        messages: [
          { role: 'user', parts: [{ type: 'text', text: 'Where is A-1?' }] },
          { role: 'tool', parts: [{ type: 'toolResult', id: 'c1', result: { status: 'sent' } }] },
        ],
      },
      output: {
        messages: [
          {
            role: 'assistant',
            finishReason: 'tool_calls',
            parts: [{ type: 'toolCall', id: 'c2', name: 'refund', arguments: { order: 'A-1' } }],
          },
        ],
      },
    });
    expect([...span.attributes.keys()]).not.toContain('gen_ai.prompt.0.content');
    expect(span.attributes.get('gen_ai.prompt.name')).toBe('support');
  });

  it('reads messages written as span events', () => {
    const span = aRawSpan(
      { 'gen_ai.system': 'openai', 'gen_ai.request.model': 'gpt-4' },
      {
        events: [
          anEvent('gen_ai.system.message', { content: 'Be kind.' }),
          anEvent('gen_ai.user.message', { content: 'Hi' }),
          anEvent('gen_ai.choice', { index: 0, finish_reason: 'stop', message: '{"content":"Hello!"}' }),
        ],
      },
    );
    expect(normalise(span)).toMatchObject({
      provider: 'openai',
      input: { messages: [{ role: 'system' }, { role: 'user', parts: [{ type: 'text', text: 'Hi' }] }] },
      output: {
        messages: [{ role: 'assistant', finishReason: 'stop', parts: [{ type: 'text', text: 'Hello!' }] }],
      },
      events: [],
    });
  });
});

describe('the AI SDK', () => {
  it('counts the cached tokens of ai 5 with Anthropic beside the input', () => {
    const span = aRawSpan({
      'ai.operationId': 'ai.generateText.doGenerate',
      'ai.model.provider': 'anthropic.messages',
      'ai.model.id': 'claude-sonnet-4-5',
      'ai.usage.inputTokens': 5000,
      'ai.usage.cachedInputTokens': 2048,
      'ai.usage.outputTokens': 77,
    });
    expect(normalise(span)).toMatchObject({
      provider: 'anthropic',
      usage: { input: 5000, cachedRead: 2048, output: 77, total: 7125 },
    });
  });

  it('reads ai 4, whose tool calls have args', () => {
    const span = aRawSpan({
      'ai.operationId': 'ai.streamText.doStream',
      'ai.model.id': 'gpt-4o',
      'ai.usage.promptTokens': 12,
      'ai.usage.completionTokens': 3,
      'ai.response.toolCalls': json([{ toolCallId: 'c1', toolName: 'add', args: '{"a":1}' }]),
      'ai.response.finishReason': 'tool-calls',
    });
    expect(normalise(span)).toMatchObject({
      kind: 'llm',
      usage: { input: 12, output: 3, total: 15 },
      output: {
        messages: [
          {
            finishReason: 'tool_calls',
            parts: [{ type: 'toolCall', id: 'c1', name: 'add', arguments: { a: 1 } }],
          },
        ],
      },
    });
  });

  it.each([
    ['invoke_agent', 'agent'],
    ['agent_step', 'chain'],
    ['chat', 'llm'],
  ])('takes the %s of ai 7 for a %s, so that sums are counted once', (operation, kind) => {
    expect(normalise(aRawSpan({ 'gen_ai.operation.name': operation })).kind).toBe(kind);
  });

  it('leaves the counts of ai 7 to the convention they are written in', () => {
    const attributes = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.usage.input_tokens': 412,
      'gen_ai.usage.cache_read.input_tokens': 128,
      'gen_ai.usage.output_tokens': 46,
    };
    expect(normalise(aRawSpan(attributes, { scopeName: 'ai' })).usage).toEqual({
      input: 284,
      cachedRead: 128,
      output: 46,
      total: 458,
    });
  });

  it('reads what ai 7 adds to the standard: context, reasoning, time to first chunk', () => {
    const span = aRawSpan(
      {
        'gen_ai.operation.name': 'chat',
        'gen_ai.usage.input_tokens': 655,
        'gen_ai.usage.output_tokens': 120,
        'ai.usage.outputTokenDetails.reasoningTokens': 64,
        'gen_ai.client.operation.time_to_first_chunk': 0.25,
        'ai.settings.context.userId': 'u',
        'ai.settings.context.chatId': 'chat-1',
      },
      { scopeName: 'gen_ai' },
    );
    expect(normalise(span)).toMatchObject({
      kind: 'llm',
      userId: 'u',
      sessionId: 'chat-1',
      timeToFirstTokenNs: 250_000_000n,
      usage: { input: 655, output: 56, reasoning: 64, total: 775 },
    });
  });

  it('finds what ai 4 and 5 tell of the cache only in the words of the provider', () => {
    const claude = aRawSpan({
      'ai.operationId': 'ai.generateText.doGenerate',
      'ai.model.provider': 'anthropic.messages',
      'ai.usage.inputTokens': 321,
      'ai.usage.cachedInputTokens': 2048,
      'ai.usage.outputTokens': 77,
      'ai.response.providerMetadata': json({ anthropic: { cacheCreationInputTokens: 1024 } }),
    });
    expect(normalise(claude).usage).toMatchObject({
      input: 321,
      cachedRead: 2048,
      cacheWrite: 1024,
      output: 77,
    });
    const gpt = aRawSpan({
      'ai.operationId': 'ai.generateText.doGenerate',
      'ai.model.provider': 'openai.chat',
      'ai.usage.promptTokens': 412,
      'ai.usage.completionTokens': 46,
      'ai.response.providerMetadata': json({ openai: { cachedPromptTokens: 128, reasoningTokens: 6 } }),
    });
    expect(normalise(gpt).usage).toEqual({
      input: 284,
      cachedRead: 128,
      output: 40,
      reasoning: 6,
      total: 458,
    });
  });

  it('takes user and session from free metadata under any usual name', () => {
    const span = aRawSpan({
      'ai.operationId': 'ai.generateText',
      'ai.telemetry.metadata.user_id': 'u',
      'ai.telemetry.metadata.chatId': 'chat-1',
      'ai.telemetry.metadata.langfusePrompt': json({ name: 'support', version: 3 }),
    });
    expect(normalise(span)).toMatchObject({
      userId: 'u',
      sessionId: 'chat-1',
      promptName: 'support',
      promptVersion: '3',
    });
  });
});

describe('OpenInference', () => {
  it('reads user and session that only the metadata names, and messages of several parts', () => {
    const span = aRawSpan({
      'openinference.span.kind': 'LLM',
      'llm.model_name': 'gpt-4o',
      metadata: json({ user_id: 'user-1042', thread_id: 'thread-7' }),
      'llm.input_messages.0.message.role': 'user',
      'llm.input_messages.0.message.contents.0.message_content.type': 'text',
      'llm.input_messages.0.message.contents.0.message_content.text': 'What is this?',
      'llm.input_messages.0.message.contents.1.message_content.type': 'image',
      'llm.input_messages.0.message.contents.1.message_content.image.image.url':
        'https://example.com/mug.png',
    });
    expect(normalise(span)).toMatchObject({
      userId: 'user-1042',
      sessionId: 'thread-7',
      input: {
        messages: [
          {
            role: 'user',
            parts: [
              { type: 'text', text: 'What is this?' },
              { type: 'image', url: 'https://example.com/mug.png' },
            ],
          },
        ],
      },
    });
  });

  it('reads the provider of LangChain in the metadata, and a score in that of a document', () => {
    const call = aRawSpan({
      'openinference.span.kind': 'LLM',
      'llm.model_name': 'o4-mini',
      metadata: json({ ls_provider: 'openai' }),
      // An answer of the Responses API leaves its words out of the messages.
      'llm.output_messages.0.message.role': 'assistant',
      'output.value': json({ generations: [[{ message: { content: 'Sent.', role: 'assistant' } }]] }),
      'output.mime_type': 'application/json',
    });
    expect(normalise(call)).toMatchObject({
      provider: 'openai',
      output: { messages: [{ parts: [{ type: 'text', text: 'Sent.' }] }] },
    });
    const search = aRawSpan({
      'openinference.span.kind': 'RETRIEVER',
      'retrieval.documents.0.document.content': 'Refunds take 5 days.',
      'retrieval.documents.0.document.metadata': json({ score: 0.91 }),
    });
    expect(normalise(search).documents).toEqual([
      { content: 'Refunds take 5 days.', score: 0.91, metadata: { score: 0.91 } },
    ]);
  });

  it('reads a prompt that LangChain filled', () => {
    const filled = {
      lc: 1,
      id: ['langchain_core', 'prompt_values', 'ChatPromptValue'],
      kwargs: {
        messages: [{ lc: 1, id: ['langchain_core', 'messages', 'SystemMessage'], kwargs: { content: 'Hi' } }],
      },
    };
    const span = aRawSpan({
      'openinference.span.kind': 'PROMPT',
      'output.value': json(filled),
      'output.mime_type': 'application/json',
    });
    expect(normalise(span).output).toEqual({
      messages: [{ role: 'system', parts: [{ type: 'text', text: 'Hi' }] }],
    });
  });

  it('ranks what a reranker returned', () => {
    const span = aRawSpan({
      'openinference.span.kind': 'RERANKER',
      'reranker.model_name': 'rerank-3',
      'reranker.query': 'refund',
      'reranker.output_documents.1.document.id': 'b',
      'reranker.output_documents.0.document.id': 'a',
      'reranker.output_documents.0.document.score': 0.9,
    });
    expect(normalise(span)).toMatchObject({
      kind: 'reranker',
      model: 'rerank-3',
      input: { text: 'refund' },
      documents: [{ id: 'a', score: 0.9 }, { id: 'b' }],
    });
  });
});

describe('plain database and HTTP spans', () => {
  it.each([
    ['qdrant', 'query', 'retriever'],
    ['weaviate', 'search', 'retriever'],
    ['qdrant', 'search_batch', 'retriever'],
    ['qdrant', 'get_collections', 'span'],
    ['weaviate', 'batch.objectsBatcher', 'span'],
    ['milvus', 'insert', 'span'],
    ['postgresql', 'SELECT', 'span'],
  ])('%s %s is a %s', (system, operation, kind) => {
    expect(normalise(aRawSpan({ 'db.system.name': system, 'db.operation.name': operation })).kind).toBe(kind);
  });

  it('takes a distance in the SQL of pgvector for retrieval', () => {
    const query = 'SELECT body FROM kb ORDER BY embedding <=> $1 LIMIT 3';
    const span = aRawSpan({ 'db.system': 'postgresql', 'db.operation': 'SELECT', 'db.statement': query });
    expect(normalise(span)).toMatchObject({ kind: 'retriever', input: { text: query } });
  });

  it('reads a search of Spring AI, whatever the store', () => {
    const span = aRawSpan({
      'db.system': 'redis',
      'db.operation.name': 'query',
      'db.vector.query.content': 'refund',
      'db.vector.query.top_k': 3,
      'db.vector.query.response.documents': json(['Refunds take 5 days.']),
    });
    expect(normalise(span)).toMatchObject({
      kind: 'retriever',
      input: { text: 'refund' },
      documents: [{ content: 'Refunds take 5 days.' }],
    });
  });

  it('keeps an HTTP span as a span with all its attributes', () => {
    const span = normalise(aRawSpan({ 'http.request.method': 'GET', 'url.path': '/v1' }));
    expect(span).toMatchObject({ kind: 'span', convention: 'otel', usage: undefined, input: undefined });
    expect([...span.attributes.keys()]).toEqual(['http.request.method', 'url.path']);
  });
});

describe('usage that its sender takes apart in another way than its convention', () => {
  it('takes cached tokens that exceed the input for tokens beside it', () => {
    const span = aRawSpan({
      'gen_ai.operation.name': 'chat',
      'gen_ai.usage.input_tokens': 321,
      'gen_ai.usage.cache_read.input_tokens': 2048,
      'gen_ai.usage.output_tokens': 77,
    });
    expect(normalise(span).usage).toEqual({ input: 321, cachedRead: 2048, output: 77, total: 2446 });
  });

  it('lets the total decide what a Langfuse user meant', () => {
    const usage = (details: object) =>
      normalise(
        aRawSpan({
          'langfuse.observation.type': 'generation',
          'langfuse.observation.usage_details': json(details),
        }),
      ).usage;
    const buckets = { input: 284, cachedRead: 128, output: 46, total: 458 };
    expect(usage({ input: 284, input_cached_tokens: 128, output: 46, total: 458 })).toEqual(buckets);
    expect(usage({ input: 412, input_cached_tokens: 128, output: 46, total: 458 })).toEqual(buckets);
    expect(
      usage({ prompt_tokens: 412, completion_tokens: 46, prompt_tokens_details: { cached_tokens: 128 } }),
    ).toEqual(buckets);
    expect(
      usage({
        prompt_tokens: 412,
        completion_tokens: 46,
        total_tokens: 458,
        prompt_tokens_details: { cached_tokens: 128 },
      }),
    ).toEqual(buckets);
  });

  it('splits an hour-long cache write from the others', () => {
    const span = aRawSpan({
      'gen_ai.operation.name': 'chat',
      'gen_ai.usage.input_tokens': 3000,
      'gen_ai.usage.cache_creation.input_tokens': 1000,
      'anthropic.usage.cache_creation.ephemeral_1h_input_tokens': 400,
    });
    expect(normalise(span).usage).toEqual({ input: 2000, cacheWrite: 600, cacheWrite1h: 400, total: 3000 });
  });
});

describe('a span of Langfuse', () => {
  const kindOf = (attributes: Record<string, string>) => normalise(aRawSpan(attributes)).kind;
  const type = 'langfuse.observation.type';
  const metadata = 'langfuse.observation.metadata.kind';

  it('is what its metadata say, where its type says nothing', () => {
    expect(kindOf({ [type]: 'span', [metadata]: 'tool' })).toBe('tool');
    expect(kindOf({ [type]: 'span', [metadata]: 'Retriever' })).toBe('retriever');
    expect(kindOf({ [type]: 'span', [metadata]: 'premium' })).toBe('span');
    expect(kindOf({ [type]: 'agent', [metadata]: 'tool' })).toBe('agent');
  });
});
