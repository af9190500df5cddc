import {
  AIMessage,
  type BaseMessage,
  HumanMessage,
  SystemMessage,
  ToolMessage,
} from '@langchain/core/messages';
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai';
import type { Message, Model, ModelCall } from '../../scenario/agent.ts';
import { jsonSchemaOf } from '../../scenario/conversations.ts';

/** The agent's models in the terms of LangChain. */
export const model: Model = {
  async embed(name, text) {
    await new OpenAIEmbeddings({ model: name, maxRetries: 0 }).embedQuery(text);
  },
  async round(call, runTool) {
    const { text, tool_calls = [] } = await chatOf(call).invoke(call.messages.map(toLangChain));
    const toolCalls = tool_calls.map(({ id = '', name, args }) => ({
      id,
      name,
      arguments: args as Record<string, string>,
    }));
    const messages: Message[] = [{ role: 'assistant', text, toolCalls }];
    for (const toolCall of toolCalls) {
      const result = await runTool(toolCall);
      messages.push({ role: 'tool', toolCallId: toolCall.id, toolName: toolCall.name, result });
    }
    return messages;
  },
  async stream(call) {
    let text = '';
    for await (const chunk of await chatOf(call).stream(call.messages.map(toLangChain))) text += chunk.text;
    return text;
  },
};

const chatOf = ({ model: name, tools, conversation }: ModelCall) => {
  const chat = new ChatOpenAI({ model: name, maxRetries: 0, user: conversation.user });
  if (tools.length === 0) return chat;
  return chat.bindTools(
    tools.map((tool) => ({
      type: 'function' as const,
      function: { name: tool.name, description: tool.description, parameters: jsonSchemaOf(tool) },
    })),
  );
};

function toLangChain(message: Message): BaseMessage {
  switch (message.role) {
    case 'system':
      return new SystemMessage(message.text);
    case 'user':
      return new HumanMessage(message.text);
    case 'assistant':
      return new AIMessage({
        content: message.text,
        tool_calls: message.toolCalls.map(({ id, name, arguments: args }) => ({ id, name, args })),
      });
    case 'tool':
      return new ToolMessage({ tool_call_id: message.toolCallId, content: JSON.stringify(message.result) });
  }
}
