import type { Message, Model, ModelCall } from './agent.ts';
import type { ToolCall } from './answers.ts';
import { type Conversation, jsonSchemaOf } from './conversations.ts';

/** A client of OpenAI, of whatever major and however wrapped. */
export interface OpenAiClient {
  chat: {
    completions: {
      create(body: ChatBody & { stream: true }): PromiseLike<AsyncIterable<Chunk>>;
      create(body: ChatBody): PromiseLike<Completion>;
    };
  };
  embeddings: { create(body: EmbeddingBody): PromiseLike<Embedding> };
}

/** What the agent asks of it. */
export interface OpenAi {
  embed(body: EmbeddingBody): PromiseLike<Embedding>;
  complete(body: ChatBody): PromiseLike<Completion>;
  stream(body: StreamBody): PromiseLike<AsyncIterable<Chunk>>;
}

export interface EmbeddingBody {
  model: string;
  input: string;
}
export interface Embedding {
  model: string;
  usage: { prompt_tokens: number };
}
export interface ChatBody {
  model: string;
  messages: ChatMessage[];
  user: string;
  tools?: {
    type: 'function';
    function: { name: string; description: string; parameters: Record<string, unknown> };
  }[];
}
export type StreamBody = ChatBody & { stream: true; stream_options: { include_usage: true } };
export type ChatMessage =
  | { role: 'system' | 'user'; content: string }
  | { role: 'assistant'; content: string; tool_calls?: FunctionCall[] }
  | { role: 'tool'; tool_call_id: string; content: string };
interface FunctionCall {
  id: string;
  type: 'function';
  function: { name: string; arguments: string };
}
export interface ChatUsage {
  prompt_tokens: number;
  completion_tokens: number;
  prompt_tokens_details?: { cached_tokens?: number };
  completion_tokens_details?: { reasoning_tokens?: number };
}
export interface Completion {
  model: string;
  choices: { message: { content: string | null; tool_calls?: unknown[] }; finish_reason: string }[];
  usage?: ChatUsage;
}
export interface Chunk {
  model: string;
  choices: { delta: { content?: string | null }; finish_reason: string | null }[];
  usage?: ChatUsage | null;
}

export const openAi = ({ chat, embeddings }: OpenAiClient): OpenAi => ({
  embed: (body) => embeddings.create(body),
  complete: (body) => chat.completions.create(body),
  stream: (body) => chat.completions.create(body),
});

/** It is made anew for each conversation, so that a program can wrap it with what it knows of that. */
export function openAiModel(clientFor: (conversation: Conversation) => OpenAi): Model {
  return {
    async embed(model, input, conversation) {
      await clientFor(conversation).embed({ model, input });
    },
    async round(call, runTool) {
      const { choices } = await clientFor(call.conversation).complete(bodyOf(call));
      const said = choices[0]?.message;
      const toolCalls = toolCallsOf(said?.tool_calls);
      const messages: Message[] = [{ role: 'assistant', text: said?.content ?? '', toolCalls }];
      for (const toolCall of toolCalls) {
        const result = await runTool(toolCall);
        messages.push({ role: 'tool', toolCallId: toolCall.id, toolName: toolCall.name, result });
      }
      return messages;
    },
    async stream(call) {
      const options = { stream: true, stream_options: { include_usage: true } } as const;
      let text = '';
      for await (const { choices } of await clientFor(call.conversation).stream({
        ...bodyOf(call),
        ...options,
      }))
        text += choices[0]?.delta.content ?? '';
      return text;
    },
  };
}

const bodyOf = ({ model, messages, tools, conversation }: ModelCall): ChatBody => ({
  model,
  messages: messages.map(chatMessageOf),
  user: conversation.user,
  ...(tools.length > 0 && {
    tools: tools.map((tool) => ({
      type: 'function' as const,
      function: { name: tool.name, description: tool.description, parameters: jsonSchemaOf(tool) },
    })),
  }),
});

function chatMessageOf(message: Message): ChatMessage {
  switch (message.role) {
    case 'assistant':
      return {
        role: 'assistant',
        content: message.text,
        ...(message.toolCalls.length > 0 && { tool_calls: message.toolCalls.map(functionCallOf) }),
      };
    case 'tool':
      return { role: 'tool', tool_call_id: message.toolCallId, content: JSON.stringify(message.result) };
    default:
      return { role: message.role, content: message.text };
  }
}

const functionCallOf = ({ id, name, arguments: args }: ToolCall): FunctionCall => ({
  id,
  type: 'function',
  function: { name, arguments: JSON.stringify(args) },
});

export const toolCallsOf = (calls: unknown[] | undefined): ToolCall[] =>
  ((calls ?? []) as FunctionCall[]).map(({ id, function: { name, arguments: args } }) => ({
    id,
    name,
    arguments: JSON.parse(args) as Record<string, string>,
  }));
