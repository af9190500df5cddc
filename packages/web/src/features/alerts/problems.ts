import type { z } from 'zod';

/** What is wrong with something that was typed, by path (`steps.0.targets`). */
export interface Problems {
  /** Whether something is wrong at a path, or below it. */
  at(path: string): boolean;
}

export type Parsed<Document> = { document: Document } | { problems: Problems };

/** What a schema makes of something that was typed, or what is wrong with it. */
export function parseTyped<Schema extends z.ZodType>(
  schema: Schema,
  typed: unknown,
): Parsed<z.output<Schema>> {
  const parsed = schema.safeParse(typed);
  if (parsed.success) return { document: parsed.data };
  const paths = parsed.error.issues.map(({ path }) => path.join('.'));
  return {
    problems: { at: (path) => paths.some((each) => each === path || each.startsWith(`${path}.`)) },
  };
}

/** Nothing is called wrong before it was tried. */
export const NO_PROBLEMS: Problems = { at: () => false };
