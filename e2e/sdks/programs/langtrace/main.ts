import * as langtrace from '@langtrase/typescript-sdk';
import OpenAI from 'openai';
import { runSupportAgent } from '../../scenario/agent.ts';
import { openAi, openAiModel } from '../../scenario/openai.ts';

langtrace.init({ instrumentations: { openai: { OpenAI } }, disable_latest_version_check: true });
const client = openAi(new OpenAI({ maxRetries: 0 }));

/** The root span of the conversation that has just ended, and who was in it. */
let ended = { spanId: '', traceId: '', userId: '' };

await runSupportAgent({
  model: openAiModel(() => client),
  conversation: ({ user, session }, answer) =>
    langtrace.withAdditionalAttributes(
      () =>
        langtrace.withLangTraceRootSpan((spanId, traceId) => {
          ended = { spanId, traceId, userId: user };
          return answer();
        }, 'support-agent'),
      { 'user.id': user, 'session.id': session },
    ),
  // Its sampler drops every span that is not its own, so there is no way to tell of these steps.
  retrieval: (_knowledge, _query, find) => find(),
  tool: (_call, run) => run(),
  feedback: ({ value }) => langtrace.sendUserFeedback({ ...ended, userScore: value }),
  // Spans are sent one by one as they end.
  flush: async () => {},
});
