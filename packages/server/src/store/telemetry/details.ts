import type { RetrievedDocument, ToolDefinition } from '@pharos/core/content';
import type { Attributes, AttributeValue, Span, SpanError } from '@pharos/core/span';
import { short } from './columns.ts';
import { jsonText } from './json-text.ts';
import { MAX_PAYLOAD } from './limits.ts';

type PlainAttributes = Record<string, AttributeValue>;

/** The parts of a span that only its own page shows, as stored in JSON; each is there only when there is something. */
export interface Details {
  error?: SpanError;
  /** Only when the column holds no more than its beginning. */
  statusMessage?: string;
  /** `timeNs` as digits. */
  events?: { name: string; timeNs: string; attributes: PlainAttributes }[];
  links?: { traceId: string; spanId: string; attributes: PlainAttributes }[];
  documents?: RetrievedDocument[];
  toolDefinitions?: ToolDefinition[];
}

/** The details as JSON text; '' when there are none. */
export function detailsText(span: Span): string {
  const details = detailsOf(span);
  for (const _ in details) return jsonText(details, MAX_PAYLOAD);
  return '';
}

export function detailsOf(span: Span): Details {
  const details: Details = {};
  const { error, statusMessage, events, links, documents, toolDefinitions } = span;
  if (error !== undefined) details.error = error;
  if (short(statusMessage) !== statusMessage) details.statusMessage = statusMessage;
  if (events.length > 0) {
    details.events = events.map(({ name, timeNs, attributes }) => ({
      name,
      timeNs: timeNs.toString(),
      attributes: plain(attributes),
    }));
  }
  if (links.length > 0)
    details.links = links.map((link) => ({ ...link, attributes: plain(link.attributes) }));
  if (documents.length > 0) details.documents = documents;
  if (toolDefinitions.length > 0) details.toolDefinitions = toolDefinitions;
  return details;
}

/** Own properties only, whatever the keys are called. */
const plain = (attributes: Attributes): PlainAttributes => Object.fromEntries(attributes);
