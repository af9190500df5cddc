/** What is being written at a place of a statement, and where its text begins. */
export type Written =
  | { kind: 'value'; column: string; text: string; from: number }
  | { kind: 'key'; text: string; from: number }
  | { kind: 'word'; text: string; from: number };

/** `column = '…`, `column IN ('a', '…`, also with LIKE and what negates them. */
const VALUE =
  /(\w+)\s*(?:=|==|!=|<>|\blike|\bilike|\bin\s*\((?:\s*'(?:[^'\\]|\\.)*'\s*,)*)\s*'((?:[^'\\]|\\.)*)$/iu;
const KEY = /\b(?:attributes|attributeNumbers|resource)\s*\[\s*'([^']*)$/u;
const WORD = /[A-Za-z_]\w*$/u;

/** Whether the end of a text is inside a quoted one. */
const inQuotes = (before: string): boolean =>
  (before
    .replace(/\\./g, '')
    .replace(/--[^\n]*/g, '')
    .match(/'/g)?.length ?? 0) %
    2 ===
  1;

/** Reads what stands before the cursor. Undefined where nothing can be offered. */
export function whereAt(before: string): Written | undefined {
  if (inQuotes(before)) {
    const key = KEY.exec(before);
    if (key) return { kind: 'key', text: key[1] ?? '', from: before.length - (key[1] ?? '').length };
    const value = VALUE.exec(before);
    if (!value) return undefined;
    const text = value[2] ?? '';
    return { kind: 'value', column: value[1] ?? '', text, from: before.length - text.length };
  }
  const text = WORD.exec(before)?.[0] ?? '';
  return { kind: 'word', text, from: before.length - text.length };
}

/** The tables that a statement names behind FROM and JOIN. */
export const tablesIn = (sql: string): string[] =>
  [...sql.matchAll(/\b(?:from|join)\s+(\w+)/giu)].map(([, table = '']) => table);

/** Filter fields whose values a column holds, for offering them. */
export const FIELD_OF: Readonly<Record<string, string>> = {
  name: 'name',
  kind: 'kind',
  status: 'status',
  errorType: 'error',
  model: 'model',
  requestModel: 'model',
  provider: 'provider',
  agentName: 'agent',
  agentVersion: 'agentVersion',
  toolName: 'tool',
  promptName: 'prompt',
  promptVersion: 'promptVersion',
  userId: 'user',
  sessionId: 'session',
  environment: 'environment',
  release: 'release',
  service: 'service',
  convention: 'convention',
};
