import { openai } from '@ai-sdk/openai';
import { embed, generateText, jsonSchema, stepCountIs, streamText, type ToolSet, tool } from 'ai';
import type { Model, RunTool } from '../../scenario/agent.ts';
import { type Conversation, jsonSchemaOf, type Tool } from '../../scenario/conversations.ts';
import { fromAiSdk, instructionsOf, toAiSdk } from '../ai/messages.ts';

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
      system: instructionsOf(messages),
      messages: toAiSdk(messages),
      tools: toolSet(tools, runTool),
      stopWhen: stepCountIs(1),
      experimental_telemetry: telemetry(conversation),
    });
    return response.messages.flatMap(fromAiSdk);
  },
  async stream({ model: name, messages, conversation }) {
    const { text } = streamText({
      model: openai.chat(name),
      system: instructionsOf(messages),
      messages: toAiSdk(messages),
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
