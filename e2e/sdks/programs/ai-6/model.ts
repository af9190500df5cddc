import { openai } from '@ai-sdk/openai';
import {
  embed,
  generateText,
  jsonSchema,
  type ModelMessage,
  stepCountIs,
  streamText,
  type ToolSet,
  tool,
} from 'ai';
import type { Message, Model, RunTool } from '../../scenario/agent.ts';
import { type Conversation, jsonSchemaOf, type Tool } from '../../scenario/conversations.ts';

const telemetry = ({ id, user, session }: Conversation) => ({
  isEnabled: true,
  functionId: id,
  metadata: { userId: user, sessionId: session },
});

/** The agent's models in the terms of the AI SDK, which runs the tools of a round and retries by itself. */
export const model: Model = {
  async embed(name, value, conversation) {
    await embed({ model: openai.embedding(name), value, experimental_telemetry: telemetry(conversation) });
  },
  async round({ model: name, messages, tools, conversation }, runTool) {
    const { response } = await generateText({
      model: openai.chat(name),
      ...promptOf(messages),
      tools: toolSet(tools, runTool),
      stopWhen: stepCountIs(1),
      experimental_telemetry: telemetry(conversation),
    });
    return response.messages.flatMap(fromAiSdk);
  },
  async stream({ model: name, messages, conversation }) {
    const { text } = streamText({
      model: openai.chat(name),
      ...promptOf(messages),
      experimental_telemetry: telemetry(conversation),
    });
    return text;
  },
};

const toolSet = (tools: readonly Tool[], runTool: RunTool): ToolSet =>
  Object.fromEntries(
    tools.map((each) => [
      each.name,
      tool({
        description: each.description,
        inputSchema: jsonSchema<Record<string, string>>(jsonSchemaOf(each)),
        execute: (args, { toolCallId }) => runTool({ id: toolCallId, name: each.name, arguments: args }),
      }),
    ]),
  );

/** Instructions go apart from what was said. */
const promptOf = (messages: readonly Message[]) => ({
  system: messages.flatMap((message) => (message.role === 'system' ? message.text : [])).join('\n'),
  messages: messages.flatMap((message) => (message.role === 'system' ? [] : toAiSdk(message))),
});

function toAiSdk(message: Exclude<Message, { role: 'system' }>): ModelMessage {
  switch (message.role) {
    case 'assistant':
      return {
        role: 'assistant',
        content: [
          ...(message.text === '' ? [] : [{ type: 'text' as const, text: message.text }]),
          ...message.toolCalls.map(({ id, name, arguments: input }) => ({
            type: 'tool-call' as const,
            toolCallId: id,
            toolName: name,
            input,
          })),
        ],
      };
    case 'tool': {
      const { toolCallId, toolName, result } = message;
      const output = { type: 'json' as const, value: JSON.parse(JSON.stringify(result)) as never };
      return { role: 'tool', content: [{ type: 'tool-result', toolCallId, toolName, output }] };
    }
    default:
      return { role: 'user', content: message.text };
  }
}

function fromAiSdk(message: ModelMessage): Message[] {
  if (typeof message.content === 'string') return [];
  return message.content.flatMap((part): Message[] => {
    if (part.type === 'text') return [{ role: 'assistant', text: part.text, toolCalls: [] }];
    if (part.type === 'tool-call') {
      const call = {
        id: part.toolCallId,
        name: part.toolName,
        arguments: part.input as Record<string, string>,
      };
      return [{ role: 'assistant', text: '', toolCalls: [call] }];
    }
    if (part.type !== 'tool-result' || part.output.type !== 'json') return [];
    const { toolCallId, toolName, output } = part;
    return [{ role: 'tool', toolCallId, toolName, result: output.value as Record<string, unknown> }];
  });
}
