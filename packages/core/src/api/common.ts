import { z } from 'zod';

/** Every error of the API. `code` is stable and machine-readable. */
export const errorSchema = z.object({
  error: z.object({ code: z.string(), message: z.string(), details: z.unknown().optional() }),
});
export type ApiError = z.infer<typeof errorSchema>;

/** A cursor page; `nextCursor` is null on the last one. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ data: z.array(item), nextCursor: z.string().nullable() });

export interface Page<Item> {
  data: Item[];
  nextCursor: string | null;
}

/** Which project a signed-in user means; a key carries its own and may leave it out. */
export const projectQuery = z.object({ project: z.string().max(64).optional() });

/** Filters travel as filter text in one query parameter, so that a URL is the whole state of a list. */
export const listQuery = projectQuery.extend({
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  /** Filter text (`model:gpt-4.1 status:error cost:>0.01 refund`), see filter-text.ts. */
  filter: z.string().max(4096).default(''),
  cursor: z.string().max(1024).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});
export type ListQuery = z.infer<typeof listQuery>;

const DAY_MS = 86_400_000;

/** A range that goes forward and is no longer than so many days. */
export const boundedRange = (mostDays: number) =>
  projectQuery
    .extend({ from: z.iso.datetime({ offset: true }), to: z.iso.datetime({ offset: true }) })
    .refine(({ from, to }) => Date.parse(from) < Date.parse(to), {
      message: '`from` must be before `to`',
      path: ['from'],
    })
    .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= mostDays * DAY_MS, {
      message: `at most ${mostDays} days at once`,
      path: ['from'],
    });
