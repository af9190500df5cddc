import type { Content, Message, Part, Role } from '@pharos/core/content';
import { head } from './cut.ts';

const LENGTH = 200;
const JSON_PREFIX = '{"json":'.length;

/**
 * What a list shows of an input or output: the last words of the wanted role, else the last words of anyone, else the
 * tool that was called, else the value itself. One line of plain text.
 */
export function preview(content: Content | undefined, json: string, role: Role): string {
  if (content === undefined) return '';
  if ('text' in content) return line(content.text);
  if ('json' in content) return line(json.slice(JSON_PREFIX, JSON_PREFIX + 2 * LENGTH).replace(/\}$/, ''));
  const last = (of: (part: Part) => string, by?: Role) => lastWords(content.messages, of, by);
  return line(last(textOf, role) || last(textOf) || last(callOf));
}

function lastWords(messages: readonly Message[], of: (part: Part) => string, role: Role | undefined): string {
  for (let i = messages.length - 1; i >= 0; i--) {
    const message = messages[i];
    if (!message || (role !== undefined && message.role !== role)) continue;
    for (const part of message.parts) {
      const words = of(part);
      if (words !== '') return words;
    }
  }
  return '';
}

const textOf = (part: Part): string => (part.type === 'text' ? part.text.slice(0, 2 * LENGTH) : '');
const callOf = (part: Part): string => (part.type === 'toolCall' ? `${part.name}()` : '');

const line = (text: string): string => {
  const start = head(text, LENGTH);
  return BREAKS.test(start)
    ? head(
        text
          .slice(0, 2 * LENGTH)
          .replace(/\s+/g, ' ')
          .trim(),
        LENGTH,
      )
    : start;
};
const BREAKS = /^\s|[\n\r\t]|\s\s/;
