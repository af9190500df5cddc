import { OpenAIInstrumentation } from '@arizeai/openinference-instrumentation-openai';
import { addSpanAnnotation } from '@arizeai/phoenix-client/spans';
import {
  context,
  getRetrieverAttributes,
  register,
  setSession,
  setUser,
  trace,
  traceAgent,
  traceRetriever,
  traceTool,
} from '@arizeai/phoenix-otel';
import OpenAI from 'openai';
import { runSupportAgent } from '../../scenario/agent.ts';
import { openAi, openAiModel } from '../../scenario/openai.ts';

const provider = register({ projectName: 'support-bot' });
new OpenAIInstrumentation().manuallyInstrument(OpenAI);
const client = openAi(new OpenAI({ maxRetries: 0 }));

/** The agent's span of the conversation that has just ended. */
let spanId = '';

await runSupportAgent({
  model: openAiModel(() => client),
  conversation: ({ user, session, question }, answer) =>
    context.with(
      setUser(setSession(context.active(), { sessionId: session }), { userId: user }),
      traceAgent(
        (_: string) => {
          spanId = trace.getActiveSpan()?.spanContext().spanId ?? '';
          return answer();
        },
        { name: 'support-agent' },
      ),
      undefined,
      question,
    ),
  retrieval: ({ name }, query, find) =>
    traceRetriever((_: string) => find(), {
      name,
      processOutput: (documents) => getRetrieverAttributes({ documents: [...documents] }),
    })(query),
  tool: ({ name, arguments: args }, run) =>
    traceTool((_: Record<string, string>) => run(), { name, attributes: { 'tool.name': name } })(args),
  async feedback({ name, value, comment }) {
    await provider.forceFlush();
    await addSpanAnnotation({
      spanAnnotation: {
        spanId,
        name,
        label: 'thumbs-up',
        score: value,
        explanation: comment,
        annotatorKind: 'HUMAN',
      },
    });
  },
  flush: () => provider.shutdown(),
});
