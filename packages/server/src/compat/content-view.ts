import type { Message, Part } from '@pharos/core/content';
import { readContent } from '@pharos/core/read-content';

/**
 * Input or output as its sender would know it. A conversation, which is stored in one form whatever SDK told it, comes in
 * the shape of OpenAI's chat; anything else comes as it was sent.
 */
export function contentView(value: unknown, side: 'input' | 'output'): unknown {
  const content = readContent(value);
  if (content === undefined) return null;
  if ('text' in content) return content.text;
  if ('json' in content) return content.json;
  const messages = content.messages.map(messageView);
  // What a model answers is one message.
  return side === 'output' && messages.length === 1 ? messages[0] : messages;
}

/** A message in the words of OpenAI, which most of these systems speak. */
export function messageView({ role, name, parts }: Message): object {
  const calls = parts.filter((part) => part.type === 'toolCall');
  const [result] = parts.filter((part) => part.type === 'toolResult');
  const said = parts.filter((part) => part.type !== 'toolCall' && part.type !== 'toolResult');
  return {
    role,
    ...(name !== undefined && { name }),
    content: result === undefined || said.length > 0 ? spoken(said) : result.result,
    ...(result?.id !== undefined && { tool_call_id: result.id }),
    ...(calls.length > 0 && { tool_calls: calls.map(callView) }),
  };
}

function spoken(parts: readonly Part[]): unknown {
  const [only, ...others] = parts;
  if (only === undefined) return null;
  return only.type === 'text' && others.length === 0 ? only.text : parts.map(partView);
}

const callView = ({ id, name, arguments: given }: Part & { type: 'toolCall' }) => ({
  ...(id !== undefined && { id }),
  type: 'function',
  function: { name, arguments: typeof given === 'string' ? given : JSON.stringify(given) },
});

function partView(part: Part): unknown {
  switch (part.type) {
    case 'image':
      return { type: 'image_url', image_url: { url: part.url ?? '' } };
    case 'json':
      return part.value;
    default:
      return part;
  }
}
