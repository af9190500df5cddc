import type { ApiSpan } from './api/spans.ts';
import type { Json, Message, Part, Role } from './content.ts';
import { readContent } from './read-content.ts';

/** A tool call with what came back, wherever the two were reported. */
export interface ToolUse {
  type: 'toolUse';
  id: string | undefined;
  name: string;
  arguments: Json;
  /** Undefined until a result was seen. */
  result: Json | undefined;
  error: string | undefined;
  durationMs: number | undefined;
  /** The tool's own span, when it has one. */
  spanId: string | undefined;
}

export type TurnItem =
  | Exclude<Part, { type: 'toolCall' } | { type: 'toolResult' }>
  | ToolUse
  | { type: 'toolResult'; name: string | undefined; result: Json }
  | { type: 'retrieval'; name: string; documents: ApiSpan['documents']; spanId: string }
  | { type: 'error'; message: string };

/** What one participant said or did without a break. */
export interface Turn {
  role: Role;
  /** The agent that spoke, or the name given in the message; ''. */
  speaker: string;
  model: string;
  traceId: string;
  spanId: string;
  time: string;
  finishReason: string;
  items: TurnItem[];
}

/** JSON hidden in a string, and the order of keys, make no difference between two reports of one thing. */
function canonical(value: Json): string {
  if (typeof value === 'string') {
    const text = value.trim();
    if (text.startsWith('{') || text.startsWith('[')) {
      try {
        return canonical(JSON.parse(text) as Json);
      } catch {
        return text;
      }
    }
    return text;
  }
  return JSON.stringify(value, (_, inner: Json) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function keyOf(role: Role, part: Part): string {
  if (part.type === 'text') return `text|${role === 'developer' ? 'system' : role}|${part.text.trim()}`;
  if (part.type === 'toolCall') return `call|${part.name}|${canonical(part.arguments)}`;
  if (part.type === 'toolResult') return `result|${part.id ?? part.name ?? ''}|${canonical(part.result)}`;
  if (part.type === 'json') return `json|${role}|${canonical(part.value)}`;
  return canonical(part as unknown as Json);
}

const messagesOf = (value: unknown, role: Role): Message[] => {
  const content = readContent(value);
  if (content === undefined) return [];
  if ('messages' in content) return content.messages;
  const part: Part =
    'text' in content ? { type: 'text', text: content.text } : { type: 'json', value: content.json };
  return [{ role, parts: [part] }];
};

/**
 * Writes the turns down one report at a time. Every model call repeats the history before it: the n-th occurrence of
 * a part in one call's messages is new only when fewer than n of it were written before.
 */
class Transcript {
  readonly turns: Turn[] = [];
  private readonly written = new Map<string, number>();
  private readonly uses: ToolUse[] = [];

  /** Adds the parts of these messages that are new; those from `newFrom` on are, whatever was said before. */
  tell(
    span: ApiSpan,
    messages: Message[],
    said: 'input' | 'output',
    newFrom = Number.POSITIVE_INFINITY,
  ): void {
    const seen = new Map<string, number>();
    for (const [at, message] of messages.entries()) {
      const role = said === 'output' && message.role === 'unknown' ? 'assistant' : message.role;
      for (const part of message.parts) {
        const key = keyOf(role, part);
        const nth = (seen.get(key) ?? 0) + 1;
        seen.set(key, nth);
        const repeated = said === 'input' && at < newFrom && nth <= (this.written.get(key) ?? 0);
        if (!repeated) this.write(span, message, role, part, key);
      }
      if (said === 'output' && message.finishReason) this.finish(message.finishReason);
    }
  }

  add(span: ApiSpan, role: Role, speaker: string, item: TurnItem): void {
    const last = this.turns.at(-1);
    if (last && last.role === role && last.speaker === speaker && last.traceId === span.traceId) {
      last.items.push(item);
      if (last.model === '') last.model = span.model ?? '';
      return;
    }
    this.turns.push({
      role,
      speaker,
      model: role === 'assistant' ? (span.model ?? '') : '',
      traceId: span.traceId,
      spanId: span.spanId,
      time: span.startTime,
      finishReason: '',
      items: [item],
    });
  }

  /** The tool's own span: completes the call that the model made, or stands for it. */
  ran(span: ApiSpan): void {
    const name = span.toolName ?? span.name;
    const args = span.input === undefined ? null : (span.input as Json);
    const waiting = this.uses.filter((use) => use.name === name && use.spanId === undefined);
    const use =
      waiting.find((candidate) => canonical(candidate.arguments) === canonical(args)) ??
      waiting[0] ??
      this.call(span, { type: 'toolCall', name, arguments: args });
    use.spanId = span.spanId;
    use.durationMs = span.durationMs;
    if (span.output !== null && span.output !== undefined) use.result ??= span.output as Json;
    if (span.status === 'error') use.error = failureOf(span);
  }

  /** True when some participant already said this, alone or within something longer. */
  saidAlready(text: string): boolean {
    const wanted = text.trim();
    return this.turns.some((turn) =>
      turn.items.some((item) => item.type === 'text' && item.text.includes(wanted)),
    );
  }

  private write(span: ApiSpan, message: Message, role: Role, part: Part, key: string): void {
    this.written.set(key, (this.written.get(key) ?? 0) + 1);
    const speaker = message.name ?? (role === 'assistant' ? (span.agentName ?? '') : '');
    if (part.type === 'toolCall') this.call(span, part, speaker);
    else if (part.type === 'toolResult') this.answer(span, part);
    else this.add(span, role, speaker, part);
  }

  private call(span: ApiSpan, part: Part & { type: 'toolCall' }, speaker = span.agentName ?? ''): ToolUse {
    const use: ToolUse = {
      type: 'toolUse',
      id: part.id,
      name: part.name,
      arguments: part.arguments,
      result: undefined,
      error: undefined,
      durationMs: undefined,
      spanId: undefined,
    };
    this.uses.push(use);
    this.add(span, 'assistant', speaker, use);
    return use;
  }

  private answer(span: ApiSpan, part: Part & { type: 'toolResult' }): void {
    const matching = this.uses.filter((use) =>
      part.id !== undefined && use.id !== undefined
        ? use.id === part.id
        : part.name === undefined || use.name === part.name,
    );
    const open = matching.find((use) => use.result === undefined);
    const answered = matching.find((use) => canonical(use.result ?? null) === canonical(part.result));
    if (answered) return;
    if (open) open.result = part.result;
    else if (matching.length === 0 || part.id === undefined) {
      this.add(span, 'tool', '', { type: 'toolResult', name: part.name, result: part.result });
    }
  }

  private finish(reason: string): void {
    const last = this.turns.at(-1);
    if (last?.role === 'assistant') last.finishReason = reason;
  }
}

/** ISO times of unequal precision compare as text once the Z is gone. */
const byStart = (a: ApiSpan, b: ApiSpan) => {
  const [left, right] = [a.startTime.slice(0, -1), b.startTime.slice(0, -1)];
  return left < right ? -1 : left > right ? 1 : 0;
};

const textIn = (messages: Message[]) =>
  messages.flatMap((message) => message.parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])));

const plainText = (value: unknown): string => {
  const content = readContent(value);
  return content !== undefined && 'text' in content ? content.text.trim() : '';
};

const failureOf = (span: ApiSpan) => span.error?.message || span.statusMessage || 'error';

/** Model calls that stand for themselves: a call around calls only repeats them. */
function ownCalls(spans: readonly ApiSpan[]): Set<ApiSpan> {
  const calls = spans.filter((span) => span.kind === 'llm');
  const around = new Set(calls.map((span) => span.parentSpanId));
  return new Set(calls.filter((span) => !around.has(span.spanId)));
}

function tellSpan(transcript: Transcript, span: ApiSpan): void {
  if (span.kind === 'llm') {
    transcript.tell(span, messagesOf(span.input, 'user'), 'input');
    transcript.tell(span, messagesOf(span.output, 'assistant'), 'output');
    if (span.status === 'error') {
      transcript.add(span, 'assistant', span.agentName ?? '', { type: 'error', message: failureOf(span) });
    }
  } else if (span.kind === 'tool') transcript.ran(span);
  else if (span.kind === 'retriever' && span.documents.length > 0) {
    const { name, documents, spanId } = span;
    transcript.add(span, 'assistant', span.agentName ?? '', { type: 'retrieval', name, documents, spanId });
  }
}

/** Where a request ends with what the user says now: new in every trace, even when they repeat themselves. */
function afterReplies(messages: readonly Message[]): number {
  const last = messages.findLastIndex((message) => message.role !== 'user');
  return last + 1;
}

/** The root speaks for a trace without model calls, and adds what no model call said. */
function tellTrace(transcript: Transcript, spans: readonly ApiSpan[]): void {
  const ids = new Set(spans.map((span) => span.spanId));
  const root = spans.find((span) => span.parentSpanId === null || !ids.has(span.parentSpanId)) ?? spans[0];
  if (root === undefined) return;
  const calls = ownCalls(spans);
  const silent = calls.size === 0 && root.kind !== 'tool';
  const asked = plainText(root.input);
  const prompts = [...calls].flatMap((span) => textIn(messagesOf(span.input, 'user')));
  if (silent || (asked !== '' && !calls.has(root) && !prompts.some((prompt) => prompt.includes(asked)))) {
    transcript.tell(root, messagesOf(root.input, 'user'), 'input');
  }
  // What was asked comes first, also when something was looked up before the model heard of it.
  for (const first of [...calls].slice(0, 1)) {
    const messages = messagesOf(first.input, 'user');
    transcript.tell(first, messages, 'input', afterReplies(messages));
  }
  for (const span of spans) {
    if (span.kind !== 'llm' || calls.has(span)) tellSpan(transcript, span);
  }
  const answered = plainText(root.output);
  if (silent || (answered !== '' && !calls.has(root) && !transcript.saidAlready(answered))) {
    transcript.tell(root, messagesOf(root.output, 'assistant'), 'output');
  }
  if (silent && root.status === 'error') {
    transcript.add(root, 'assistant', root.agentName ?? '', { type: 'error', message: failureOf(root) });
  }
}

/**
 * The turns of a trace, or of a session's traces together, as a person would retell them: history that a model call
 * repeats is told once, a tool call and its result are one item, failures are said where they happened.
 */
export function conversationOf(spans: readonly ApiSpan[]): Turn[] {
  const traces = new Map<string, ApiSpan[]>();
  for (const span of [...spans].sort(byStart)) {
    const trace = traces.get(span.traceId);
    if (trace) trace.push(span);
    else traces.set(span.traceId, [span]);
  }
  const transcript = new Transcript();
  for (const trace of traces.values()) tellTrace(transcript, trace);
  return transcript.turns;
}
