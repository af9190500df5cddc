import type { Message } from '../../scenario/agent.ts';

/** What the AI SDK 6 and 7 have in common of a part of a message. */
interface Part {
  type: string;
  text?: string;
  toolCallId?: string;
  toolName?: string;
  input?: unknown;
  output?: unknown;
}

/** Instructions go apart from what was said. */
export const instructionsOf = (messages: readonly Message[]): string =>
  messages.flatMap((message) => (message.role === 'system' ? message.text : [])).join('\n');

/** What was said, in the terms of the AI SDK. */
export const toAiSdk = (messages: readonly Message[]) =>
  messages.flatMap((message) => (message.role === 'system' ? [] : [messageOf(message)]));

function messageOf(message: Exclude<Message, { role: 'system' }>) {
  switch (message.role) {
    case 'assistant':
      return {
        role: 'assistant' as const,
        content: [
          ...(message.text === '' ? [] : [{ type: 'text' as const, text: message.text }]),
          ...message.toolCalls.map(({ id, name, arguments: input }) => ({
            type: 'tool-call' as const,
            toolCallId: id,
            toolName: name,
            input,
          })),
        ],
      };
    case 'tool': {
      const { toolCallId, toolName, result } = message;
      const output = { type: 'json' as const, value: JSON.parse(JSON.stringify(result)) as never };
      return {
        role: 'tool' as const,
        content: [{ type: 'tool-result' as const, toolCallId, toolName, output }],
      };
    }
    default:
      return { role: 'user' as const, content: message.text };
  }
}

/** What the AI SDK answers, in the terms of the agent. */
export function fromAiSdk({ content }: { content: string | readonly Part[] }): Message[] {
  if (typeof content === 'string') return [];
  return content.flatMap((part): Message[] => {
    const { toolCallId = '', toolName = '' } = part;
    if (part.type === 'text') return [{ role: 'assistant', text: part.text ?? '', toolCalls: [] }];
    if (part.type === 'tool-call') {
      const call = { id: toolCallId, name: toolName, arguments: part.input as Record<string, string> };
      return [{ role: 'assistant', text: '', toolCalls: [call] }];
    }
    const output = part.output as { type: string; value: Record<string, unknown> } | undefined;
    if (part.type !== 'tool-result' || output?.type !== 'json') return [];
    return [{ role: 'tool', toolCallId, toolName, result: output.value }];
  });
}
