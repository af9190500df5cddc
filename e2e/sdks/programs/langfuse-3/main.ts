import { Langfuse, type LangfuseSpanClient, type LangfuseTraceClient, observeOpenAI } from 'langfuse';
import OpenAI from 'openai';
import { runSupportAgent } from '../../scenario/agent.ts';
import { openAi, openAiModel } from '../../scenario/openai.ts';

const langfuse = new Langfuse();
const client = new OpenAI({ maxRetries: 0 });

/** The conversation under way, and the step of it that calls of a model belong to: this SDK knows no context. */
let trace: LangfuseTraceClient;
let parent: LangfuseTraceClient | LangfuseSpanClient;

/** This SDK knows no kinds of steps: what a span is can be said in its metadata. */
async function step<Result>(
  kind: 'retriever' | 'tool',
  name: string,
  input: unknown,
  work: () => Promise<Result>,
): Promise<Result> {
  const span = trace.span({ name, input, metadata: { kind } });
  parent = span;
  try {
    const output = await work();
    span.end({ output });
    return output;
  } catch (error) {
    span.end({ level: 'ERROR', statusMessage: (error as Error).message });
    throw error;
  } finally {
    parent = trace;
  }
}

await runSupportAgent({
  model: openAiModel(() => openAi(observeOpenAI(client, { parent, generationName: 'llm-call' }))),
  async conversation({ user, session, question }, answer) {
    trace = langfuse.trace({ name: 'support-agent', userId: user, sessionId: session, input: question });
    parent = trace;
    const output = await answer();
    trace.update({ output });
    return output;
  },
  retrieval: ({ name }, query, find) => step('retriever', name, { query }, find),
  tool: ({ name, arguments: input }, run) => step('tool', name, input, run),
  async feedback({ name, value, comment }) {
    trace.score({ name, value, comment, dataType: 'BOOLEAN' });
  },
  flush: () => langfuse.shutdownAsync(),
});
