import type { ApiSpan } from '@pharos/core/api/spans';
import type { Content, Message, Part } from '@pharos/core/content';
import type { SpanError } from '@pharos/core/span';
import { isoFromNs } from '@pharos/core/time';
import type { Details } from '../details.ts';

/** An object of these entries whose keys may be anything, `__proto__` included: it has no prototype to reach. */
export function plainObject<Value>(entries: Iterable<readonly [string, Value]>): Record<string, Value> {
  const object = Object.create(null) as Record<string, Value>;
  for (const [key, value] of entries) object[key] = value;
  return object;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Whole numbers beyond 2^53 stay exact as text. */
function attributeValue(text: string): unknown {
  return /^-?\d{16,}$/.test(text) && !Number.isSafeInteger(Number(text)) ? text : parsed(text);
}

/** One object of what the store keeps apart by type. */
export const mergeAttributes = (
  texts: Record<string, string>,
  numbers: Record<string, number>,
  structures: Record<string, string>,
): Record<string, unknown> =>
  plainObject<unknown>([
    ...Object.entries(texts),
    ...Object.entries(numbers),
    ...Object.entries(structures).map(([key, text]) => [key, attributeValue(text)] as const),
  ]);

/** Stored content as the API gives it: an array of messages, a text, or any JSON; null when there is none. */
export function apiContent(text: string): unknown {
  if (text === '') return null;
  const content = parsed(text);
  if (typeof content !== 'object' || content === null) return content;
  const {
    messages,
    text: plain,
    json,
  } = content as Partial<Record<keyof (Content & object) | string, unknown>>;
  if (Array.isArray(messages)) return messages.map(messageOf);
  return plain ?? json ?? null;
}

/** Content that was too long is cut, which can leave a mark in the place of a message or of a part. */
function messageOf(value: unknown): Message {
  if (typeof value !== 'object' || value === null) return { role: 'unknown', parts: [partOf(value)] };
  const { role = 'unknown', parts, ...rest } = value as Partial<Message>;
  return { role, ...rest, parts: Array.isArray(parts) ? parts.map(partOf) : [] };
}

function partOf(value: unknown): Part {
  return typeof value === 'object' && value !== null && 'type' in value
    ? (value as Part)
    : { type: 'text', text: String(value) };
}

type ApiDetails = Pick<ApiSpan, 'documents' | 'toolDefinitions' | 'events' | 'links'> & {
  error: SpanError | undefined;
  statusMessage: string | undefined;
};

export const NO_DETAILS: ApiDetails = {
  error: undefined,
  statusMessage: undefined,
  documents: [],
  toolDefinitions: [],
  events: [],
  links: [],
};

const whole = <Item extends object>(items: readonly Item[] | undefined): Item[] =>
  (items ?? []).filter((item) => typeof item === 'object' && item !== null);

/** The stored details of a span; the mark of a cut list is left out. */
export function apiDetails(text: string): ApiDetails {
  const stored = parsed(text);
  if (typeof stored !== 'object' || stored === null) return NO_DETAILS;
  const { error, statusMessage, events, links, documents, toolDefinitions } = stored as Details;
  return {
    error:
      typeof error === 'object'
        ? { type: error.type ?? '', message: error.message ?? '', stack: error.stack ?? '' }
        : undefined,
    statusMessage,
    documents: whole(documents),
    toolDefinitions: whole(toolDefinitions),
    events: whole(events).map(({ name, timeNs, attributes }) => ({
      name,
      time: isoFromNs(BigInt(timeNs)),
      attributes: plainObject(Object.entries(attributes ?? {})),
    })),
    links: whole(links).map((link) => ({
      ...link,
      attributes: plainObject(Object.entries(link.attributes ?? {})),
    })),
  };
}
