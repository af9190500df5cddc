import { canonical } from './canonical.ts';
import type { Content, Message } from './content.ts';
import type { Span, SpanPatch } from './span.ts';
import { USAGE_BUCKETS, type Usage } from './usage.ts';

/** The part of a span that facts which arrive apart from it can change. */
export type Patchable = Pick<
  Span,
  'input' | 'output' | 'model' | 'provider' | 'usage' | 'userId' | 'sessionId'
>;

/** Patches in the order they were stated; of equal times, in an order that only their content decides. */
function inOrder(patches: readonly SpanPatch[]): SpanPatch[] {
  const keyed = new Map(patches.map((patch) => [canonical(patch), patch]));
  return [...keyed]
    .sort(([keyA, a], [keyB, b]) =>
      a.timeNs === b.timeNs ? (keyA < keyB ? -1 : 1) : a.timeNs < b.timeNs ? -1 : 1,
    )
    .map(([, patch]) => patch);
}

function asMessages(content: Content | undefined, role: 'user' | 'assistant'): Message[] {
  if (content === undefined) return [];
  if ('messages' in content) return content.messages;
  return 'text' in content
    ? [{ role, parts: [{ type: 'text', text: content.text }] }]
    : [{ role, parts: [{ type: 'json', value: content.json }] }];
}

/** Whether `added` is already told in `told`, in this order. */
function tells(told: readonly string[], added: readonly string[]): boolean {
  let next = 0;
  for (const message of told) if (message === added[next]) next += 1;
  return next === added.length;
}

/**
 * A conversation with further messages at its end. Messages that it has already are not said twice: when all are
 * there it stays as it is, else those it has make room for the complete sequence.
 */
function append(
  content: Content | undefined,
  added: Message[],
  role: 'user' | 'assistant',
): Content | undefined {
  if (added.length === 0) return content;
  const base = asMessages(content, role);
  const baseKeys = base.map(canonical);
  const addedKeys = added.map(canonical);
  if (tells(baseKeys, addedKeys)) return { messages: base };
  const surplus = new Map<string, number>();
  for (const key of addedKeys) surplus.set(key, (surplus.get(key) ?? 0) + 1);
  const kept: Message[] = [];
  for (let index = base.length - 1; index >= 0; index -= 1) {
    const key = baseKeys[index] as string;
    const left = surplus.get(key) ?? 0;
    if (left > 0) surplus.set(key, left - 1);
    else kept.unshift(base[index] as Message);
  }
  return { messages: [...kept, ...added] };
}

/** The same total with fewer buckets told: an event that repeats a span's counts must not blur them. */
const isLessDetailed = (usage: Usage, than: Usage | undefined): boolean =>
  than !== undefined && usage.total === than.total && bucketsIn(usage) < bucketsIn(than);
const bucketsIn = (usage: Usage): number =>
  USAGE_BUCKETS.filter((bucket) => usage[bucket] !== undefined).length;

/**
 * Folds facts that arrived apart from their span onto it. The outcome depends on the set of patches, not on their
 * order or on how often each was delivered, and folding the same patches onto the outcome changes nothing. Whole
 * values replace, the latest statement wins; single messages are appended to the conversation in order of time.
 */
export function foldPatches(base: Patchable, patches: readonly SpanPatch[]): Patchable {
  const folded = { ...base };
  const inputMessages: Message[] = [];
  const outputMessages: Message[] = [];
  for (const patch of inOrder(patches)) {
    if (patch.input) folded.input = patch.input;
    if (patch.output) folded.output = patch.output;
    if (patch.model) folded.model = patch.model;
    if (patch.provider) folded.provider = patch.provider;
    if (patch.usage && !isLessDetailed(patch.usage, folded.usage)) folded.usage = patch.usage;
    if (patch.userId) folded.userId = patch.userId;
    if (patch.sessionId) folded.sessionId = patch.sessionId;
    inputMessages.push(...(patch.inputMessages ?? []));
    outputMessages.push(...(patch.outputMessages ?? []));
  }
  folded.input = append(folded.input, inputMessages, 'user');
  folded.output = append(folded.output, outputMessages, 'assistant');
  return folded;
}
