import type { Attributes, Context } from '@opentelemetry/api';
import { context } from '@opentelemetry/api';
import type { Instrumentation } from './agent.ts';
import type { Conversation } from './conversations.ts';
import { step } from './otel-step.ts';

type Steps = Pick<Instrumentation, 'conversation' | 'retrieval' | 'tool'>;

export const ownerOf = ({ user, session }: Conversation): Attributes => ({
  'user.id': user,
  'gen_ai.conversation.id': session,
});

const text = (role: string, content: string) =>
  JSON.stringify([{ role, parts: [{ type: 'text', content }] }]);

/** The steps around the calls of models, in the words of OpenTelemetry's conventions for generative AI. */
export const otelSteps = (entered: (conversation: Context) => void = () => {}): Steps => ({
  conversation: (conversation, answer) =>
    step(
      'invoke_agent support-agent',
      {
        ...ownerOf(conversation),
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.agent.name': 'support-agent',
        'gen_ai.input.messages': text('user', conversation.question),
      },
      async (span) => {
        entered(context.active());
        const said = await answer();
        span.setAttribute('gen_ai.output.messages', text('assistant', said));
        return said;
      },
    ),
  retrieval: ({ name }, question, find) =>
    step(
      `retrieval ${name}`,
      { 'gen_ai.operation.name': 'retrieval', 'gen_ai.retrieval.query.text': question },
      async (span) => {
        const documents = await find();
        span.setAttribute('gen_ai.retrieval.documents', JSON.stringify(documents));
        return documents;
      },
    ),
  tool: ({ id, name, arguments: args }, run) =>
    step(
      `execute_tool ${name}`,
      {
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': name,
        'gen_ai.tool.call.id': id,
        'gen_ai.tool.call.arguments': JSON.stringify(args),
      },
      async (span) => {
        const result = await run();
        span.setAttribute('gen_ai.tool.call.result', JSON.stringify(result));
        return result;
      },
    ),
});
