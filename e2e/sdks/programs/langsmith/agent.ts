import type { Client } from 'langsmith';
import { getCurrentRunTree, traceable } from 'langsmith/traceable';
import { wrapOpenAI } from 'langsmith/wrappers';
import OpenAI from 'openai';
import { runSupportAgent } from '../../scenario/agent.ts';
import { openAi, openAiModel } from '../../scenario/openai.ts';

/** The agent as this client of LangSmith sees it. */
export async function watchedBy(langsmith: Client): Promise<void> {
  const client = openAi(wrapOpenAI(new OpenAI({ maxRetries: 0 }), { client: langsmith }));
  /** The run of the conversation that has just ended. */
  let runId = '';

  await runSupportAgent({
    model: openAiModel(() => client),
    conversation: ({ user, session, question }, answer) =>
      traceable(
        (_: { question: string }) => {
          runId = getCurrentRunTree().id;
          return answer();
        },
        {
          name: 'support-agent',
          run_type: 'chain',
          client: langsmith,
          metadata: { user_id: user, session_id: session },
        },
      )({ question }),
    retrieval: (knowledge, query, find) =>
      traceable((_: { query: string }) => find(), {
        name: knowledge.name,
        run_type: 'retriever',
        client: langsmith,
        // LangSmith draws what is found as documents when it looks like LangChain's.
        processOutputs: () => ({
          documents: knowledge.documents.map(({ content, id, score }) => ({
            page_content: content,
            type: 'Document',
            metadata: { id, score },
          })),
        }),
      })({ query }),
    tool: ({ name, arguments: args }, run) =>
      traceable((_: Record<string, string>) => run(), { name, run_type: 'tool', client: langsmith })(args),
    async feedback({ name, value, comment }) {
      await langsmith.createFeedback(runId, name, { score: value, comment, feedbackSourceType: 'app' });
    },
    flush: () => langsmith.awaitPendingTraceBatches(),
  });
}
