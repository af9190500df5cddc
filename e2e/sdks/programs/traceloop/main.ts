import { trace } from '@opentelemetry/api';
import * as traceloop from '@traceloop/node-server-sdk';
import OpenAI from 'openai';
import { runSupportAgent } from '../../scenario/agent.ts';
import { openAi, openAiModel } from '../../scenario/openai.ts';

const traceloopClient = traceloop.initialize({
  appName: 'support-bot',
  // Its types mean the CommonJS twin of the same class.
  instrumentModules: { openAI: OpenAI as never },
  // Prompts that are kept at Traceloop; asked for every minute.
  traceloopSyncEnabled: false,
  silenceInitializationMessage: true,
});
const client = openAi(new OpenAI({ maxRetries: 0 }));

/** The trace of the conversation that has just ended. */
let traceId = '';

await runSupportAgent({
  model: openAiModel(() => client),
  conversation: ({ user, session, question }, answer) =>
    traceloop.withAssociationProperties({ user_id: user, session_id: session }, () =>
      traceloop.withWorkflow({ name: 'support-agent', inputParameters: [question] }, () => {
        traceId = trace.getActiveSpan()?.spanContext().traceId ?? '';
        return traceloop.withAgent({ name: 'support_agent', inputParameters: [question] }, answer);
      }),
    ),
  retrieval: ({ name }, query, find) =>
    traceloop.withTask({ name, inputParameters: [query] }, () =>
      traceloop.withVectorDBCall({ vendor: 'qdrant', type: 'query' }, async ({ span }) => {
        const documents = await find();
        span.reportResults({
          results: documents.map(({ id, score, content }) => ({
            ids: id,
            scores: score,
            documents: content,
          })),
        });
        return documents;
      }),
    ),
  tool: ({ name, arguments: args }, run) => traceloop.withTool({ name, inputParameters: [args] }, run),
  async feedback({ name, value }) {
    await traceloopClient?.userFeedback.create({
      annotationTask: 'support-feedback',
      entity: { id: traceId },
      tags: { [name]: value },
    });
  },
  flush: () => traceloop.forceFlush(),
});
