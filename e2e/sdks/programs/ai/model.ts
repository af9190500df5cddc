import { openai } from '@ai-sdk/openai';
import { embed, generateText, isStepCount, jsonSchema, streamText, type ToolSet, tool } from 'ai';
import type { Model, RunTool } from '../../scenario/agent.ts';
import { type Conversation, jsonSchemaOf, type Tool } from '../../scenario/conversations.ts';
import { fromAiSdk, instructionsOf, toAiSdk } from './messages.ts';

/** Of what an application knows while it runs, only what is named here leaves it. */
const telemetryOf = ({ id, user, session }: Conversation) => ({
  runtimeContext: { userId: user, sessionId: session },
  telemetry: { functionId: id, includeRuntimeContext: { userId: true, sessionId: true } },
});

/** The agent's models in the terms of the AI SDK, which runs the tools of a round and retries by itself. */
export const model: Model = {
  async embed(name, value, conversation) {
    await embed({ model: openai.embedding(name), value, ...telemetryOf(conversation) });
  },
  async round({ model: name, messages, tools, conversation }, runTool) {
    const { response } = await generateText({
      model: openai.chat(name),
      instructions: instructionsOf(messages),
      messages: toAiSdk(messages),
      tools: toolSet(tools, runTool),
      stopWhen: isStepCount(1),
      ...telemetryOf(conversation),
    });
    return response.messages.flatMap(fromAiSdk);
  },
  async stream({ model: name, messages, conversation }) {
    const { text } = streamText({
      model: openai.chat(name),
      instructions: instructionsOf(messages),
      messages: toAiSdk(messages),
      ...telemetryOf(conversation),
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
