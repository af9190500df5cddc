/** What went into or came out of a step, in one form whatever SDK reported it. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export type Role = 'system' | 'developer' | 'user' | 'assistant' | 'tool' | 'unknown';

/** One part of a message. Unknown part types are kept as `json` so that nothing is lost. */
export type Part =
  | { type: 'text'; text: string }
  | { type: 'reasoning'; text: string }
  | { type: 'toolCall'; id?: string; name: string; arguments: Json }
  | { type: 'toolResult'; id?: string; name?: string; result: Json }
  | { type: 'image'; url?: string; mediaType?: string }
  | { type: 'audio'; url?: string; mediaType?: string }
  | { type: 'file'; url?: string; name?: string; mediaType?: string }
  | { type: 'json'; value: Json };

export interface Message {
  role: Role;
  name?: string;
  parts: Part[];
  finishReason?: string;
}

/** `messages` when the SDK reported a conversation, else the value as sent: text or JSON. */
export type Content = { messages: Message[] } | { text: string } | { json: Json };

/** A retrieved document, in ranked order. */
export interface RetrievedDocument {
  id?: string;
  content?: string;
  score?: number;
  metadata?: Json;
}

/** A tool that a model was offered. */
export interface ToolDefinition {
  name: string;
  description?: string;
  parameters?: Json;
}
