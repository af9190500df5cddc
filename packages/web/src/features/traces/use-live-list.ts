import { type TraceSummary, traceListSchema } from '@pharos/core/api/spans';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { api } from '../../api/client.ts';
import { useLiveTraces } from '../../api/live.ts';
import { type ListOf, tracesQuery } from '../../api/telemetry.ts';
import { mergeFresh, withAnswer } from './merge.ts';

/** Arrivals are asked for at most so often. */
const EVERY_MS = 1000;

interface Arrivals {
  /** Which list they belong to. */
  key: string;
  all: TraceSummary[];
  /** Those that are part of the list already. */
  shown: TraceSummary[];
}

/**
 * The list with what arrives. While `following`, new traces come in on top as they arrive; else they wait and are
 * counted. An arrival is asked for with the same conditions, so that only traces that belong here appear.
 */
export function useLiveList(project: string, list: ListOf, following: boolean, live: boolean) {
  const query = useInfiniteQuery(tracesQuery(project, list));
  const key = JSON.stringify([project, list]);
  const none: Arrivals = { key, all: [], shown: [] };
  const [state, setState] = useState<Arrivals>(none);
  const [justArrived, setJustArrived] = useState<ReadonlySet<string>>(new Set());
  const arrivals = state.key === key ? state : none;

  const pages = useMemo(() => query.data?.pages.flatMap((page) => page.data) ?? [], [query.data]);
  const { all, shown } = arrivals;
  const rows = useMemo(() => mergeFresh(shown, pages), [shown, pages]);
  const inList = useMemo(() => new Set(rows.map((row) => row.traceId)), [rows]);

  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const ask = async () => {
    timer.current = undefined;
    const page = await api
      .get(traceListSchema, '/api/v1/traces', { project, query: { ...list, limit: 50 } })
      .catch(() => undefined);
    if (!page) return;
    setJustArrived(new Set(page.data.map((trace) => trace.traceId).filter((id) => !inList.has(id))));
    setState((before) => {
      const kept = before.key === key ? before : none;
      const next = withAnswer(kept.all, page.data);
      return { key, all: next, shown: following ? next : kept.shown };
    });
  };
  const latest = useRef(ask);
  latest.current = ask;
  const connection = useLiveTraces(
    project,
    () => {
      timer.current ??= setTimeout(() => void latest.current(), EVERY_MS);
    },
    live,
  );
  useEffect(() => () => clearTimeout(timer.current), []);

  return {
    query,
    rows,
    connection,
    waiting: all.filter((trace) => !inList.has(trace.traceId)).length,
    isNew: (trace: TraceSummary) => following && justArrived.has(trace.traceId),
    /** What has arrived becomes part of the list. */
    accept: () => setState({ ...arrivals, shown: all }),
  };
}
