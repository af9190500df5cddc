import type { Attributes } from '@opentelemetry/api';
import {
  type ChatBody,
  type ChatMessage,
  type ChatUsage,
  type OpenAi,
  toolCallsOf,
} from '../../scenario/openai.ts';
import { step } from '../../scenario/otel-step.ts';

/** A client whose calls are spans. */
export const observed = (client: OpenAi, owner: Attributes): OpenAi => ({
  embed: (body) =>
    step(`embeddings ${body.model}`, { ...owner, ...request('embeddings', body.model) }, async (span) => {
      const answer = await client.embed(body);
      span.setAttribute('gen_ai.response.model', answer.model);
      span.setAttribute('gen_ai.usage.input_tokens', answer.usage.prompt_tokens);
      return answer;
    }),
  complete: (body) =>
    step(`chat ${body.model}`, { ...owner, ...chat(body) }, async (span) => {
      const answer = await client.complete(body);
      const [choice] = answer.choices;
      const said = choice?.message;
      const parts = [
        ...(said?.content ? [{ type: 'text', content: said.content }] : []),
        ...toolCallsOf(said?.tool_calls).map((call) => ({ type: 'tool_call', ...call })),
      ];
      span.setAttributes(response(answer.model, parts, choice?.finish_reason ?? '', answer.usage));
      return answer;
    }),
  stream: (body) =>
    step(
      `chat ${body.model}`,
      { ...owner, ...chat(body) },
      async (span) => {
        const chunks = await client.stream(body);
        return (async function* () {
          let [text, model, finish, usage] = ['', '', '', undefined as ChatUsage | null | undefined];
          for await (const chunk of chunks) {
            model = chunk.model;
            usage = chunk.usage;
            text += chunk.choices[0]?.delta.content ?? '';
            finish = chunk.choices[0]?.finish_reason ?? finish;
            yield chunk;
          }
          span.setAttributes(response(model, [{ type: 'text', content: text }], finish, usage));
          span.end();
        })();
      },
      true,
    ),
});

const request = (operation: string, model: string): Attributes => ({
  'gen_ai.operation.name': operation,
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': model,
});

const chat = ({ model, messages, tools = [] }: ChatBody): Attributes => {
  const system = messages.filter(({ role }) => role === 'system');
  return {
    ...request('chat', model),
    'gen_ai.system_instructions': JSON.stringify(system.map(({ content }) => ({ type: 'text', content }))),
    'gen_ai.input.messages': JSON.stringify(messages.filter(({ role }) => role !== 'system').map(messageOf)),
    'gen_ai.tool.definitions': JSON.stringify(tools.map((tool) => ({ type: tool.type, ...tool.function }))),
  };
};

const messageOf = (message: ChatMessage) => {
  if (message.role === 'tool')
    return {
      role: 'tool',
      parts: [{ type: 'tool_call_response', id: message.tool_call_id, response: message.content }],
    };
  const calls = message.role === 'assistant' ? toolCallsOf(message.tool_calls) : [];
  return {
    role: message.role,
    parts: [
      ...(message.content ? [{ type: 'text', content: message.content }] : []),
      ...calls.map((call) => ({ type: 'tool_call', ...call })),
    ],
  };
};

const response = (
  model: string,
  parts: object[],
  finish: string,
  usage: ChatUsage | null | undefined,
): Attributes => ({
  'gen_ai.response.model': model,
  'gen_ai.response.finish_reasons': [finish],
  'gen_ai.output.messages': JSON.stringify([{ role: 'assistant', parts, finish_reason: finish }]),
  'gen_ai.usage.input_tokens': usage?.prompt_tokens,
  'gen_ai.usage.output_tokens': usage?.completion_tokens,
  'gen_ai.usage.cache_read.input_tokens': usage?.prompt_tokens_details?.cached_tokens,
  'gen_ai.usage.reasoning.output_tokens': usage?.completion_tokens_details?.reasoning_tokens,
});
