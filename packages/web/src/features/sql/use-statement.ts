import { useEffect, useState } from 'react';
import { z } from 'zod';
import type { Run } from '../../api/sql.ts';
import { readSetting, writeSetting } from '../../local-settings.ts';
import { useUrlState } from '../../url-state.ts';
import { EXAMPLES } from './examples.ts';
import { keepHistory, type Past, readHistory, remembered } from './history.ts';

/** Some browsers and mail programs cut longer addresses. */
const MOST_IN_ADDRESS = 1500;
export const LIMITS = [100, 1000, 10_000] as const;
const USUAL_LIMIT = 1000;

const sqlSearch = z.object({
  q: z.string().max(4096).optional().catch(undefined),
  rows: z.coerce.number().int().min(1).max(10_000).optional().catch(undefined),
});

export interface Statement {
  /** What stands in the editor. */
  draft: string;
  write: (sql: string) => void;
  /** What was run last, and whether its address carries it. */
  run: Run | undefined;
  inAddress: boolean;
  limit: number;
  setLimit: (limit: number) => void;
  start: (sql: string) => void;
  history: readonly Past[];
}

/**
 * The statement that is written and the one that was run. A short one that is run is in the address, so that it can be
 * shared and the back button leads to the one before; what is written is kept in this browser.
 */
export function useStatement(project: string): Statement {
  const [{ q, rows }, set] = useUrlState(sqlSearch);
  const draftName = `sql.draft.${project}`;
  const [draft, setDraft] = useState(() => q ?? readSetting(draftName) ?? EXAMPLES[0].sql);
  const [long, setLong] = useState<string>();
  const [nth, setNth] = useState(0);
  const [history, setHistory] = useState(() => readHistory(project));
  // The address has changed: by a run, where it is the same text, or by going back.
  useEffect(() => {
    if (q === undefined) return;
    setDraft(q);
    setLong(undefined);
  }, [q]);
  const limit = rows ?? USUAL_LIMIT;
  const sql = long ?? q;
  return {
    draft,
    write: (text) => {
      setDraft(text);
      writeSetting(draftName, text);
    },
    run: sql === undefined ? undefined : { sql, limit, nth },
    inAddress: long === undefined,
    limit,
    setLimit: (next) => set({ rows: next === USUAL_LIMIT ? undefined : next }),
    start: (text) => {
      if (text.trim() === '') return;
      const fits = text.length <= MOST_IN_ADDRESS;
      setNth(nth + 1);
      setLong(fits ? undefined : text);
      if (q !== (fits ? text : undefined)) set({ q: fits ? text : undefined });
      const next = remembered(history, { sql: text, atMs: Date.now() });
      setHistory(next);
      keepHistory(project, next);
    },
    history,
  };
}
