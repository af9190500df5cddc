import { type Context, context } from '@opentelemetry/api';
import { logs } from '@opentelemetry/api-logs';
import { NodeSDK } from '@opentelemetry/sdk-node';
import OpenAI from 'openai';
import { runSupportAgent } from '../../scenario/agent.ts';
import { openAi, openAiModel } from '../../scenario/openai.ts';
import { otelSteps, ownerOf } from '../../scenario/otel-steps.ts';
import { observed } from './observed.ts';

// Endpoint, headers, protocol and compression come from the standard variables.
const sdk = new NodeSDK({ serviceName: 'support-bot' });
sdk.start();
const client = openAi(new OpenAI({ maxRetries: 0 }));

/** Of the conversation that has just ended. */
let ended: Context = context.active();

await runSupportAgent({
  ...otelSteps((conversation) => {
    ended = conversation;
  }),
  model: openAiModel((conversation) => observed(client, ownerOf(conversation))),
  async feedback({ name, value, comment }) {
    logs.getLogger('support-bot.feedback').emit({
      eventName: 'gen_ai.evaluation.result',
      context: ended,
      attributes: {
        'gen_ai.evaluation.name': name,
        'gen_ai.evaluation.score.value': value,
        'gen_ai.evaluation.explanation': comment,
      },
    });
  },
  flush: () => sdk.shutdown(),
});
