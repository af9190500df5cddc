import { AsyncLocalStorage } from 'node:async_hooks';
import { LangChainInstrumentation } from '@arizeai/openinference-instrumentation-langchain';
import { register } from '@arizeai/phoenix-otel';
import * as callbackManager from '@langchain/core/callbacks/manager';
import { Document } from '@langchain/core/documents';
import { BaseRetriever } from '@langchain/core/retrievers';
import { RunnableLambda } from '@langchain/core/runnables';
import { AsyncLocalStorageProviderSingleton } from '@langchain/core/singletons';
import { tool } from '@langchain/core/tools';
import { runSupportAgent } from '../../scenario/agent.ts';
import { model } from './model.ts';

const provider = register({ projectName: 'support-bot' });
new LangChainInstrumentation().manuallyInstrument(callbackManager);
// What LangGraph does when it is loaded: steps know the step that they are part of.
AsyncLocalStorageProviderSingleton.initializeGlobalInstance(new AsyncLocalStorage());

/** Finds what it is told to find, as a run of LangChain. */
class Finder extends BaseRetriever {
  lc_namespace = ['support-bot'];
  readonly #find: () => Promise<Document[]>;

  constructor(name: string, find: () => Promise<Document[]>) {
    super();
    this.name = name;
    this.#find = find;
  }

  override getName(): string {
    return this.name ?? super.getName();
  }

  override _getRelevantDocuments(): Promise<Document[]> {
    return this.#find();
  }
}

await runSupportAgent({
  model,
  conversation: ({ user, session, question }, answer) =>
    RunnableLambda.from((_: string) => answer())
      .withConfig({ runName: 'support-agent', metadata: { user_id: user, session_id: session } })
      .invoke(question),
  async retrieval({ name, documents }, query, find) {
    const finder = new Finder(name, async () =>
      (await find()).map(({ content, ...metadata }) => new Document({ pageContent: content, metadata })),
    );
    await finder.invoke(query, { runName: name });
    return documents;
  },
  async tool({ name, arguments: args }, run) {
    const schema = {
      type: 'object' as const,
      properties: Object.fromEntries(Object.keys(args).map((key) => [key, { type: 'string' as const }])),
    };
    const answer: string = await tool(async () => JSON.stringify(await run()), {
      name,
      description: name,
      schema,
    }).invoke(args);
    return JSON.parse(answer) as Record<string, unknown>;
  },
  flush: () => provider.shutdown(),
});
