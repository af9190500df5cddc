import type { Attributes, Context, Dialect, Facts, Json, Message, PlainFacts, StepOf } from '../facts.ts';

const parts = ({ text, reasoning, toolCalls = [], toolResult }: Message): Json[] => [
  ...(reasoning ? [{ type: 'reasoning', content: reasoning }] : []),
  ...(text ? [{ type: 'text', content: text }] : []),
  ...toolCalls.map((call) => ({ type: 'tool_call', ...call })),
  ...(toolResult ? [{ type: 'tool_call_response', id: toolResult.id, response: toolResult.result }] : []),
];
const message = (one: Message): { [key: string]: Json } => ({ role: one.role, parts: parts(one) });
const conversation = (messages: readonly Message[]) =>
  JSON.stringify(messages.filter(({ role }) => role !== 'system').map(message));

const finishReason = (answer: Message) => (answer.toolCalls?.length ? 'tool_call' : 'stop');

function llm(facts: StepOf<'llm'>): Attributes {
  const { answer, usage, prompt, firstTokenMs } = facts;
  const system = facts.messages.find(({ role }) => role === 'system');
  return {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': facts.provider,
    'gen_ai.request.model': facts.model,
    'gen_ai.request.temperature': facts.temperature,
    ...(facts.stream ? { 'gen_ai.request.stream': true } : {}),
    ...(prompt ? { 'gen_ai.prompt.name': prompt.name, 'gen_ai.prompt.version': String(prompt.version) } : {}),
    ...(system?.text
      ? { 'gen_ai.system_instructions': JSON.stringify([{ type: 'text', content: system.text }]) }
      : {}),
    ...(facts.tools.length > 0
      ? {
          'gen_ai.tool.definitions': JSON.stringify(
            facts.tools.map((tool) => ({ type: 'function', ...tool })),
          ),
        }
      : {}),
    'gen_ai.input.messages': conversation(facts.messages),
    ...(answer
      ? {
          'gen_ai.response.model': facts.answeredBy,
          'gen_ai.response.finish_reasons': [finishReason(answer)],
          'gen_ai.output.messages': JSON.stringify([
            { ...message(answer), finish_reason: finishReason(answer) },
          ]),
        }
      : {}),
    ...(usage
      ? {
          'gen_ai.usage.input_tokens': usage.input,
          'gen_ai.usage.output_tokens': usage.output,
          ...(usage.cached ? { 'gen_ai.usage.cache_read.input_tokens': usage.cached } : {}),
          ...(usage.cacheWrite ? { 'gen_ai.usage.cache_creation.input_tokens': usage.cacheWrite } : {}),
          ...(usage.reasoning ? { 'gen_ai.usage.reasoning.output_tokens': usage.reasoning } : {}),
        }
      : {}),
    ...(firstTokenMs === undefined ? {} : { 'gen_ai.response.time_to_first_chunk': firstTokenMs / 1000 }),
  };
}

function own(facts: Facts): { name: string; attributes: Attributes } {
  switch (facts.step) {
    case 'agent':
      return {
        name: `invoke_agent ${facts.name}`,
        attributes: {
          'gen_ai.operation.name': 'invoke_agent',
          'gen_ai.input.messages': JSON.stringify([message({ role: 'user', text: facts.input })]),
          ...(facts.output === undefined
            ? {}
            : {
                'gen_ai.output.messages': JSON.stringify([
                  message({ role: 'assistant', text: facts.output }),
                ]),
              }),
        },
      };
    case 'llm':
      return { name: `chat ${facts.model}`, attributes: llm(facts) };
    case 'tool':
      return {
        name: `execute_tool ${facts.name}`,
        attributes: {
          'gen_ai.operation.name': 'execute_tool',
          'gen_ai.tool.name': facts.name,
          'gen_ai.tool.type': 'function',
          'gen_ai.tool.description': facts.description,
          'gen_ai.tool.call.id': facts.callId,
          'gen_ai.tool.call.arguments': JSON.stringify(facts.arguments),
          ...(facts.result === undefined ? {} : { 'gen_ai.tool.call.result': JSON.stringify(facts.result) }),
        },
      };
    case 'retriever':
      return {
        name: `retrieval ${facts.name}`,
        attributes: {
          'gen_ai.operation.name': 'retrieval',
          'gen_ai.data_source.id': facts.name,
          'gen_ai.retrieval.query.text': facts.query,
          ...(facts.documents
            ? {
                'gen_ai.retrieval.documents': JSON.stringify(
                  facts.documents.map(({ id, title, text, score }) => ({
                    id,
                    content: text,
                    score,
                    metadata: { title },
                  })),
                ),
              }
            : {}),
        },
      };
    case 'embedding':
      return {
        name: `embeddings ${facts.model}`,
        attributes: {
          'gen_ai.operation.name': 'embeddings',
          'gen_ai.provider.name': facts.provider,
          'gen_ai.request.model': facts.model,
          'gen_ai.request.embedding_inputs': JSON.stringify([facts.text]),
          ...(facts.tokens === undefined
            ? {}
            : { 'gen_ai.response.model': facts.model, 'gen_ai.usage.input_tokens': facts.tokens }),
        },
      };
    case 'reranker':
      return {
        name: `rerank ${facts.model}`,
        attributes: {
          'gen_ai.operation.name': 'rerank',
          'gen_ai.provider.name': facts.provider,
          'gen_ai.request.model': facts.model,
          'gen_ai.retrieval.query.text': facts.query,
        },
      };
    case 'guardrail':
      return {
        name: `guardrail ${facts.name}`,
        attributes: {
          'gen_ai.operation.name': 'guardrail',
          'guardrail.name': facts.name,
          'gen_ai.input.messages': JSON.stringify([message({ role: 'user', text: facts.input })]),
          ...(facts.verdict === undefined
            ? {}
            : {
                'guardrail.verdict': facts.verdict,
                'gen_ai.output.messages': JSON.stringify([
                  message({ role: 'assistant', text: facts.verdict }),
                ]),
              }),
        },
      };
    case 'chain':
      return {
        name: facts.name,
        attributes: {
          'gen_ai.operation.name': 'invoke_workflow',
          'gen_ai.input.messages': JSON.stringify([message({ role: 'user', text: facts.input })]),
          ...(facts.output === undefined
            ? {}
            : {
                'gen_ai.output.messages': JSON.stringify([
                  message({ role: 'assistant', text: facts.output }),
                ]),
              }),
        },
      };
    case 'http':
    case 'db':
    case 'decision':
      return plain(facts);
  }
}

/** Spans that no LLM convention speaks of look the same everywhere. */
export function plain(facts: PlainFacts): { name: string; attributes: Attributes } {
  if (facts.step === 'decision') {
    return {
      name: facts.name,
      attributes: {
        'gen_ai.operation.name': 'agent_step',
        'pharos.decision.name': facts.name,
        'pharos.decision.options': facts.options,
        'pharos.decision.chosen': facts.chosen,
        'pharos.decision.reason': facts.reason,
      },
    };
  }
  if (facts.step === 'db') {
    return {
      name: `${facts.operation} ${facts.collection}`,
      attributes: {
        'db.system.name': facts.system,
        'db.collection.name': facts.collection,
        'db.operation.name': facts.operation,
        ...(facts.topK === undefined ? {} : { 'db.vector.query.top_k': facts.topK }),
        ...(facts.found && {
          'db.response.returned_rows': facts.found.length,
          'db.vector.query.response.documents': JSON.stringify(
            facts.found.map(({ id, score }) => ({ id, score })),
          ),
        }),
        ...(facts.readUnits === undefined ? {} : { 'pinecone.usage.read_units': facts.readUnits }),
      },
    };
  }
  return {
    name: `${facts.method} ${facts.path.replace(/\?.*/, '').replace(/\/[A-Z0-9-]*\d[A-Z0-9-]*/g, '/{id}')}`,
    attributes: {
      'http.request.method': facts.method,
      'server.address': facts.host,
      'url.full': `https://${facts.host}${facts.path}`,
      ...(facts.statusCode === undefined ? {} : { 'http.response.status_code': facts.statusCode }),
    },
  };
}

const PLAIN: ReadonlySet<Facts['step']> = new Set<PlainFacts['step']>(['http', 'db', 'decision']);
export const isPlain = (facts: Facts): facts is PlainFacts => PLAIN.has(facts.step);

/** OpenTelemetry's semantic conventions for generative AI. */
export const genAi: Dialect = {
  scope: { name: 'opentelemetry.instrumentation.shop_assistant', version: '1.4.0' },
  describe(facts: Facts, context: Context) {
    const { name, attributes } = own(facts);
    return {
      name,
      attributes: {
        ...attributes,
        'gen_ai.agent.name': facts.step === 'agent' ? facts.name : context.agent,
        'gen_ai.agent.version': facts.step === 'agent' ? facts.version : context.agentVersion,
        'gen_ai.conversation.id': context.sessionId,
        'user.id': context.userId,
      },
    };
  },
};
