import { isObject } from '../otlp/json-value.ts';

const MAX_DEPTH = 20;

/**
 * Attributes as OpenInference writes them, `llm.input_messages.0.message.role`, from the nested objects and lists that
 * its own clients may hand over instead. Lists of plain values stay lists.
 */
export function flatAttributes(source: unknown): Record<string, unknown> {
  const flat: [string, unknown][] = [];
  const visit = (value: unknown, path: string, depth: number): void => {
    const list = Array.isArray(value) && value.some((item) => typeof item === 'object' && item !== null);
    if (depth < MAX_DEPTH && (isObject(value) || list)) {
      for (const [key, inner] of Object.entries(value as object))
        visit(inner, path === '' ? key : `${path}.${key}`, depth + 1);
    } else if (path !== '') flat.push([path, value]);
  };
  visit(source, '', 0);
  return Object.fromEntries(flat);
}
