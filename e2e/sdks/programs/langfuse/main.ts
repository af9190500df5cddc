import { LangfuseClient } from '@langfuse/client';
import { observeOpenAI } from '@langfuse/openai';
import { LangfuseSpanProcessor } from '@langfuse/otel';
import { getActiveTraceId, propagateAttributes, startActiveObservation } from '@langfuse/tracing';
import { NodeSDK } from '@opentelemetry/sdk-node';
import OpenAI from 'openai';
import { runSupportAgent } from '../../scenario/agent.ts';
import { openAi, openAiModel } from '../../scenario/openai.ts';

const sdk = new NodeSDK({ spanProcessors: [new LangfuseSpanProcessor()] });
sdk.start();
const langfuse = new LangfuseClient();
const client = openAi(observeOpenAI(new OpenAI({ maxRetries: 0 })));

/** The trace of the conversation that has just ended. */
let traceId = '';

await runSupportAgent({
  model: openAiModel(() => client),
  conversation: ({ user, session, question }, answer) =>
    propagateAttributes({ userId: user, sessionId: session, traceName: 'support-agent' }, () =>
      startActiveObservation(
        'support-agent',
        async (agent) => {
          traceId = getActiveTraceId() ?? '';
          agent.update({ input: question });
          const output = await answer();
          agent.update({ output });
          return output;
        },
        { asType: 'agent' },
      ),
    ),
  retrieval: ({ name }, query, find) =>
    startActiveObservation(
      name,
      async (retriever) => {
        retriever.update({ input: { query } });
        const output = await find();
        retriever.update({ output });
        return output;
      },
      { asType: 'retriever' },
    ),
  tool: ({ name, arguments: input }, run) =>
    startActiveObservation(
      name,
      async (tool) => {
        tool.update({ input });
        try {
          const output = await run();
          tool.update({ output });
          return output;
        } catch (error) {
          tool.update({ level: 'ERROR', statusMessage: (error as Error).message });
          throw error;
        }
      },
      { asType: 'tool' },
    ),
  async feedback({ name, value, comment }) {
    langfuse.score.create({ traceId, name, value, comment, dataType: 'BOOLEAN' });
  },
  async flush() {
    await sdk.shutdown();
    await langfuse.shutdown();
  },
});
