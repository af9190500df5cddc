import { type ProxyTracerProvider, trace } from '@opentelemetry/api';
import { logs } from '@opentelemetry/api-logs';
import OpenAI from 'openai';
import { Openlit, usingAttributes } from 'openlit';
import { runSupportAgent } from '../../scenario/agent.ts';
import { openAi, openAiModel } from '../../scenario/openai.ts';

Openlit.init({
  applicationName: 'support-bot',
  instrumentations: { openai: OpenAI },
  // It would ask the internet for prices.
  pricingJson: {},
});
const client = openAi(new OpenAI({ maxRetries: 0 }));

interface Flushable {
  forceFlush(): Promise<void>;
}

/** The span of the conversation that has just ended. */
let ended = { traceId: '', spanId: '' };

await runSupportAgent({
  model: openAiModel(() => client),
  conversation: async ({ user, session, question }, answer) =>
    usingAttributes({ 'user.id': user, 'session.id': session }, async () =>
      Openlit.startTrace('support-agent', async (span) => {
        ended = trace.getActiveSpan()?.spanContext() ?? ended;
        span.setMetadata({
          'gen_ai.operation.name': 'invoke_agent',
          'user.id': user,
          'session.id': session,
          question,
        });
        const output = await answer();
        span.setResult(output);
        return output;
      }),
    ),
  retrieval: async ({ name }, query, find) =>
    Openlit.startTrace(name, async (span) => {
      const documents = await find();
      span.setMetadata({ 'gen_ai.operation.name': 'retrieval', 'gen_ai.retrieval.query.text': query });
      span.setMetadata({ 'gen_ai.retrieval.documents': JSON.stringify(documents) });
      return documents;
    }),
  tool: async ({ name, arguments: args }, run) =>
    Openlit.startTrace(name, async (span) => {
      span.setMetadata({
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': name,
        'gen_ai.tool.call.arguments': JSON.stringify(args),
      });
      const result = await run();
      span.setMetadata({ 'gen_ai.tool.call.result': JSON.stringify(result) });
      return result;
    }),
  async feedback({ name, value, comment }) {
    const { traceId, spanId } = ended;
    Openlit.logScore({ name, value, comment, traceId, spanId });
  },
  async flush() {
    // It leaves the end of a process to OpenTelemetry's own providers.
    const spans: unknown = (trace.getTracerProvider() as ProxyTracerProvider).getDelegate();
    const scores: unknown = logs.getLoggerProvider();
    for (const provider of [spans, scores]) await (provider as Flushable).forceFlush();
  },
});
