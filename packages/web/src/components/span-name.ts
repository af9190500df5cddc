/**
 * A step's name without the operation that OpenTelemetry puts before it (`execute_tool lookup_order`), for rows where
 * an icon says what kind of step it is. The whole name belongs in the title.
 */
export function shortName(name: string, kind?: string): string {
  const [, operation = '', what = ''] = /^([a-z_]+) (\S.*)$/.exec(name) ?? [];
  const known = OPERATIONS.has(operation) || (kind !== undefined && OF_KIND[kind] === operation);
  return known ? what : name;
}

/** Words that nobody calls a step of their own. */
const OPERATIONS = new Set([
  'invoke_agent',
  'create_agent',
  'execute_tool',
  'generate_content',
  'text_completion',
]);
/** Words that are an operation only before a step of this kind. */
const OF_KIND: Partial<Record<string, string>> = { llm: 'chat', embedding: 'embeddings' };
