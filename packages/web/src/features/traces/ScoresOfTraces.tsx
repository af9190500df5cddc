import type { ApiScore } from '@pharos/core/api/scores';
import { useQueries } from '@tanstack/react-query';
import { group } from 'd3-array';
import { createContext, type ReactNode, useContext } from 'react';
import { scoresQuery } from '../../api/scores.ts';
import { ScoreBadges } from '../../components/scores/ScoreBadge.tsx';
import { Absent } from '../../components/values.tsx';
import { useProject } from '../../use-project.ts';

/** As many traces are asked for at once as a page of the list has. */
const CHUNK = 50;
const MOST_SCORES = 500;
const Scores = createContext<ReadonlyMap<string, ApiScore[]>>(new Map());

interface ScoresOfTracesProps {
  traceIds: readonly string[];
  /** Only when a column shows them. */
  wanted: boolean;
  children: ReactNode;
}

/** Gives the rows of a list the scores of their traces. */
export function ScoresOfTraces({ traceIds, wanted, children }: ScoresOfTracesProps) {
  const project = useProject();
  // Counted from the oldest, so that what comes in at the top leaves the chunks below as they are.
  const chunks: string[][] = [];
  for (let end = traceIds.length; wanted && end > 0; end -= CHUNK) {
    chunks.push(traceIds.slice(Math.max(0, end - CHUNK), end));
  }
  const byTrace = useQueries({
    queries: chunks.map((traceId) => scoresQuery(project, { traceId, limit: MOST_SCORES })),
    combine: byTraceOf,
  });
  return <Scores value={byTrace}>{children}</Scores>;
}

const byTraceOf = (pages: readonly { data?: { data: ApiScore[] } | undefined }[]) =>
  group(
    pages.flatMap(({ data }) => data?.data ?? []),
    (score) => score.traceId ?? '',
  );

export function ScoresOfTrace({ traceId }: { traceId: string }) {
  const scores = useContext(Scores).get(traceId);
  return scores ? (
    <span className="flex overflow-hidden [&>span]:flex-nowrap">
      <ScoreBadges scores={scores} most={2} />
    </span>
  ) : (
    <Absent />
  );
}
