import { z } from 'zod';
import { ApiFailure } from '../../api/failure.ts';

const place = z.object({ line: z.number().int().min(1), column: z.number().int().min(1) });

/** Where a statement is wrong, as the server tells it: both from 1. */
export type Place = z.infer<typeof place>;

/** The place that a failure names; undefined when it names none. */
export function placeOf(error: unknown): Place | undefined {
  const told = error instanceof ApiFailure ? place.safeParse(error.details) : undefined;
  return told?.data;
}

/** The place as a distance from the beginning of a text. Lines of the text that was sent begin after its white space. */
export function offsetOf(text: string, { line, column }: Place): number {
  const skipped = text.length - text.trimStart().length;
  const lines = text.slice(skipped).split('\n');
  const before = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  return Math.min(text.length, skipped + before + column - 1);
}
