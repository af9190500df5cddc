import { Laminar, observe } from '@lmnr-ai/lmnr';
import OpenAI from 'openai';
import { runSupportAgent } from '../../scenario/agent.ts';
import { openAi, openAiModel } from '../../scenario/openai.ts';

Laminar.initialize({
  grpcPort: Number(process.env.PHAROS_GRPC_PORT),
  instrumentModules: { OpenAI },
});
const client = openAi(new OpenAI({ maxRetries: 0 }));

await runSupportAgent({
  model: openAiModel(() => client),
  conversation: ({ user, session, question }, answer) =>
    observe({ name: 'support-agent', userId: user, sessionId: session, input: question }, answer),
  retrieval: ({ name }, query, find) => observe({ name, input: { query } }, find),
  tool: ({ name, arguments: input }, run) => observe({ name, spanType: 'TOOL', input }, run),
  flush: () => Laminar.shutdown(),
});
