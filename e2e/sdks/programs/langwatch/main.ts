import { type Context, context } from '@opentelemetry/api';
import { getLangWatchTracer } from 'langwatch';
import { setupObservability } from 'langwatch/observability/node';
import OpenAI from 'openai';
import { runSupportAgent } from '../../scenario/agent.ts';
import { openAi, openAiModel } from '../../scenario/openai.ts';
import { observed } from './observed.ts';

const observability = setupObservability({ serviceName: 'support-bot' });
const tracer = getLangWatchTracer('support-bot');
const client = observed(openAi(new OpenAI({ maxRetries: 0 })), tracer);

/** Of the conversation that has just ended. */
let ended: Context = context.active();

await runSupportAgent({
  model: openAiModel(() => client),
  conversation: ({ user, session, question }, answer) =>
    tracer.withActiveSpan('support-agent', async (span) => {
      ended = context.active();
      span.setType('agent').setInput('text', question);
      span.setAttributes({ 'langwatch.user.id': user, 'langwatch.thread.id': session });
      const output = await answer();
      span.setOutput('text', output);
      return output;
    }),
  retrieval: ({ name }, query, find) =>
    tracer.withActiveSpan(name, async (span) => {
      span.setType('rag').setInput('text', query);
      const documents = await find();
      span.setRAGContexts(
        documents.map(({ id, content }) => ({ document_id: id, chunk_id: `${id}-1`, content })),
      );
      return documents;
    }),
  tool: ({ name, arguments: args }, run) =>
    tracer.withActiveSpan(name, async (span) => {
      span.setType('tool').setInput('json', args);
      const result = await run();
      span.setOutput('json', result);
      return result;
    }),
  // A judgement is a step beside those that it judges.
  async feedback({ name, value, comment }) {
    tracer
      .startSpan(name, {}, ended)
      .setType('evaluation')
      .setOutput('evaluation_result', { status: 'processed', score: value, details: comment })
      .end();
  },
  flush: () => observability.shutdown(),
});
