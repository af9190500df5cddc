import { OpenTelemetry } from '@ai-sdk/otel';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { registerTelemetry } from 'ai';
import { runSupportAgent } from '../../scenario/agent.ts';
import { otelSteps } from '../../scenario/otel-steps.ts';
import { model } from './model.ts';

const sdk = new NodeSDK({ serviceName: 'support-bot' });
sdk.start();
registerTelemetry(new OpenTelemetry({ usage: true }));

await runSupportAgent({
  // What is no call of the AI SDK is a span of OpenTelemetry, as its guide says.
  ...otelSteps(),
  model,
  // The AI SDK runs the tools itself, and makes their spans.
  tool: (_call, run) => run(),
  flush: () => sdk.shutdown(),
});
