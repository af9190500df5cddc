import type {
  Attributes,
  Context,
  Dialect,
  Facts,
  Json,
  Message,
  ModelFacts,
  StepOf,
  Usage,
} from '../facts.ts';
import { isPlain, plain } from './gen-ai.ts';

function sdkMessage({ role, text, reasoning, toolCalls = [], toolResult }: Message): Json {
  if (role === 'system') return { role, content: text ?? '' };
  if (toolResult) {
    return {
      role: 'tool',
      content: [
        {
          type: 'tool-result',
          toolCallId: toolResult.id,
          toolName: toolResult.name,
          output: { type: 'json', value: toolResult.result },
        },
      ],
    };
  }
  return {
    role,
    content: [
      ...(reasoning ? [{ type: 'reasoning', text: reasoning }] : []),
      ...(text ? [{ type: 'text', text }] : []),
      ...toolCalls.map((call) => ({
        type: 'tool-call',
        toolCallId: call.id,
        toolName: call.name,
        input: call.arguments,
      })),
    ],
  };
}

const usageOf = (usage: Usage): Attributes => ({
  'ai.usage.inputTokens': usage.input,
  'ai.usage.outputTokens': usage.output,
  'ai.usage.totalTokens': usage.input + usage.output,
  'ai.usage.cachedInputTokens': usage.cached,
  'ai.usage.reasoningTokens': usage.reasoning,
});

const operation = (id: string, functionId: string): Attributes => ({
  'operation.name': `${id} ${functionId}`,
  'ai.operationId': id,
});

function llm(facts: StepOf<'llm'>, durationMs: number): Attributes {
  const { answer, usage, firstTokenMs } = facts;
  return {
    'ai.model.id': facts.model,
    'ai.model.provider': `${facts.provider}.chat`,
    'ai.prompt.messages': JSON.stringify(facts.messages.map(sdkMessage)),
    ...(facts.tools.length > 0
      ? {
          'ai.prompt.tools': facts.tools.map((tool) =>
            JSON.stringify({
              type: 'function',
              name: tool.name,
              description: tool.description,
              inputSchema: tool.parameters,
            }),
          ),
        }
      : {}),
    'ai.settings.maxRetries': 2,
    'gen_ai.request.model': facts.model,
    'gen_ai.request.temperature': facts.temperature,
    ...(facts.prompt
      ? {
          'ai.telemetry.metadata.promptName': facts.prompt.name,
          'ai.telemetry.metadata.promptVersion': String(facts.prompt.version),
        }
      : {}),
    ...(answer
      ? {
          'ai.response.model': facts.answeredBy,
          'ai.response.finishReason': answer.toolCalls?.length ? 'tool-calls' : 'stop',
          ...(answer.text ? { 'ai.response.text': answer.text } : {}),
          ...(answer.reasoning ? { 'ai.response.reasoning': answer.reasoning } : {}),
          ...(answer.toolCalls?.length
            ? {
                'ai.response.toolCalls': JSON.stringify(
                  answer.toolCalls.map((call) => ({
                    toolCallId: call.id,
                    toolName: call.name,
                    input: call.arguments,
                  })),
                ),
              }
            : {}),
        }
      : {}),
    ...(usage
      ? {
          ...usageOf(usage),
          'gen_ai.usage.input_tokens': usage.input,
          'gen_ai.usage.output_tokens': usage.output,
        }
      : {}),
    ...(facts.queuedMs === undefined ? {} : { 'gen_ai.latency.time_in_queue': facts.queuedMs / 1000 }),
    ...(firstTokenMs === undefined
      ? {}
      : {
          'ai.response.msToFirstChunk': firstTokenMs,
          'ai.response.msToFinish': durationMs,
          ...(usage
            ? { 'ai.response.avgOutputTokensPerSecond': usage.output / Math.max(0.001, durationMs / 1000) }
            : {}),
        }),
  };
}

function own(facts: ModelFacts, agent: string, durationMs: number): { name: string; attributes: Attributes } {
  switch (facts.step) {
    case 'agent':
      return {
        name: 'ai.streamText',
        attributes: {
          ...operation('ai.streamText', facts.name),
          'ai.prompt': JSON.stringify({ prompt: facts.input }),
          ...(facts.output === undefined
            ? {}
            : { 'ai.response.text': facts.output, 'ai.response.finishReason': 'stop' }),
        },
      };
    case 'llm': {
      const id = facts.stream ? 'ai.streamText.doStream' : 'ai.generateText.doGenerate';
      return { name: id, attributes: { ...operation(id, agent), ...llm(facts, durationMs) } };
    }
    case 'tool':
      return {
        name: 'ai.toolCall',
        attributes: {
          ...operation('ai.toolCall', agent),
          'ai.toolCall.name': facts.name,
          'ai.toolCall.id': facts.callId,
          'ai.toolCall.args': JSON.stringify(facts.arguments),
          ...(facts.result === undefined ? {} : { 'ai.toolCall.result': JSON.stringify(facts.result) }),
        },
      };
    case 'embedding':
      return {
        name: 'ai.embed.doEmbed',
        attributes: {
          ...operation('ai.embed.doEmbed', agent),
          'ai.model.id': facts.model,
          'ai.model.provider': `${facts.provider}.embedding`,
          'ai.values': [JSON.stringify(facts.text)],
          ...(facts.tokens === undefined ? {} : { 'ai.usage.tokens': facts.tokens }),
        },
      };
    case 'chain':
      return {
        name: facts.name,
        attributes: {
          ...operation('ai.generateObject', agent),
          'ai.prompt': JSON.stringify({ prompt: facts.input }),
          ...(facts.output === undefined ? {} : { 'ai.response.object': facts.output }),
        },
      };
    case 'retriever':
    case 'reranker':
      return { name: `retrieve ${facts.query}`, attributes: { 'app.query': facts.query } };
    case 'guardrail':
      return { name: facts.name, attributes: { 'app.guardrail.input': facts.input } };
  }
}

/** The Vercel AI SDK, version 5 and 6. */
export const vercelAi: Dialect = {
  scope: { name: 'ai', version: '' },
  describe(facts: Facts, context: Context, durationMs: number) {
    if (isPlain(facts)) return plain(facts);
    const { name, attributes } = own(facts, context.agent, durationMs);
    return {
      name,
      attributes: {
        ...attributes,
        'ai.telemetry.functionId': context.agent,
        'resource.name': context.agent,
        'ai.telemetry.metadata.userId': context.userId,
        'ai.telemetry.metadata.sessionId': context.sessionId,
        'ai.telemetry.metadata.tags': context.tags,
        'gen_ai.agent.version': context.agentVersion,
      },
    };
  },
};
