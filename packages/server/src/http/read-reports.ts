import type { ReportsTaken } from '@pharos/core/api/live-reports';
import type { z } from 'zod';
import type { ProjectScope } from '../store/scope.ts';

/** Takes what is right of a batch, and says what is wrong with the rest. Resolves when what was taken is on disk. */
export type TakeReports = (project: ProjectScope, items: readonly unknown[]) => Promise<ReportsTaken>;

/**
 * The items of a batch, each read by itself: those that are valid, and of the others their places and what is wrong. `fault` says
 * what the schema cannot know.
 */
export function readReports<Schema extends z.ZodType>(
  schema: Schema,
  items: readonly unknown[],
  fault: (report: z.output<Schema>) => string | undefined = () => undefined,
): { taken: z.output<Schema>[]; refused: ReportsTaken['refused'] } {
  const taken: z.output<Schema>[] = [];
  const refused: ReportsTaken['refused'] = [];
  for (const [index, item] of items.entries()) {
    const read = schema.safeParse(item);
    const message = read.success ? fault(read.data) : wordsOf(read.error);
    if (message !== undefined) refused.push({ index, message });
    else if (read.success) taken.push(read.data);
  }
  return { taken, refused };
}

const wordsOf = ({ issues }: z.ZodError): string =>
  issues
    .slice(0, 3)
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    .join('; ');
