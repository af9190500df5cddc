import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { z } from 'zod';

/** A query string as flat text: `?from=24h&filter=model:gpt-4.1`. Empty values are left out. */
export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    if (value === undefined || value === null || value === '') continue;
    params.set(key, String(value));
  }
  const text = params.toString();
  return text ? `?${text}` : '';
}

export const parseSearch = (text: string): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(text));

export interface SetOptions {
  /** Replace the history entry: for changes that are no step of their own, such as typing. */
  replace?: boolean;
}

/**
 * A part of the page's state that lives in the URL. The schema parses query values (all are text; use `.catch` for
 * defaults) and is the type of the state. `set` merges; undefined or '' removes; every other parameter stays.
 */
export function useUrlState<Schema extends z.ZodType<Record<string, unknown>>>(
  schema: Schema,
): [z.output<Schema>, (patch: Partial<z.input<Schema>>, options?: SetOptions) => void] {
  const search = useSearch({ strict: false });
  const navigate = useNavigate();
  const state = useMemo(() => schema.parse(search), [schema, search]);
  const set = useCallback(
    (patch: Partial<z.input<Schema>>, options: SetOptions = {}) => {
      void navigate({
        to: '.',
        search: ((previous: Record<string, unknown>) => ({ ...previous, ...patch })) as never,
        replace: options.replace ?? false,
        resetScroll: false,
      });
    },
    [navigate],
  );
  return [state, set];
}
