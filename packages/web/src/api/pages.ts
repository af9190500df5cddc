import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import type { z } from 'zod';
import { api } from './client.ts';

const PAGE = 50;

/** A list whose pages follow each other by cursor; what was shown stays until what is asked now is there. Asked again each `everyMs`, which may depend on what is shown. */
export const pages = <Schema extends z.ZodType<{ data: unknown[]; nextCursor: string | null }>>(
  schema: Schema,
  path: string,
  key: readonly unknown[],
  project: string,
  query: Record<string, string | undefined> = {},
  everyMs: number | false | ((shown: readonly z.output<Schema>[]) => number) = false,
) =>
  infiniteQueryOptions({
    queryKey: [...key, query],
    queryFn: ({ pageParam, signal }) =>
      api.get(schema, path, { project, query: { ...query, limit: PAGE, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval:
      typeof everyMs === 'function' ? ({ state: { data } }) => everyMs(data?.pages ?? []) : everyMs,
  });
