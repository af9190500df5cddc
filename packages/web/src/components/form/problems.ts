import { z } from 'zod';
import { ApiFailure } from '../../api/failure.ts';

/** What is wrong with something that was typed, by path (`steps.0.targets`). */
export interface Problems {
  /** Whether something is wrong at a path, or below it. */
  at(path: string): boolean;
}

export type Parsed<Document> = { document: Document } | { problems: Problems };

/** Nothing is called wrong before it was tried. */
export const NO_PROBLEMS: Problems = { at: () => false };

const problemsAt = (paths: readonly string[]): Problems => ({
  at: (path) => paths.some((each) => each === path || each.startsWith(`${path}.`)),
});

/** What a schema makes of something that was typed, or what is wrong with it. */
export function parseTyped<Schema extends z.ZodType>(
  schema: Schema,
  typed: unknown,
): Parsed<z.output<Schema>> {
  const parsed = schema.safeParse(typed);
  if (parsed.success) return { document: parsed.data };
  return { problems: problemsAt(parsed.error.issues.map(({ path }) => path.join('.'))) };
}

const refusal = z.array(z.object({ path: z.string() }));

/** What the API found wrong with something that was sent; it writes its paths as `/steps/0/targets` or `steps.0.targets`. */
export function problemsTold(error: unknown): Problems {
  const told = refusal.safeParse(error instanceof ApiFailure ? error.details : undefined);
  if (!told.success) return NO_PROBLEMS;
  return problemsAt(told.data.map(({ path }) => path.replace(/^\//, '').replaceAll('/', '.')));
}
