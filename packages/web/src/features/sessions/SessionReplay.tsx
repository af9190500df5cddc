import type { ApiScore } from '@pharos/core/api/scores';
import type { TraceSummary } from '@pharos/core/api/spans';
import { conversationOf } from '@pharos/core/conversation';
import { useQueries } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { fullTraceQuery } from '../../api/telemetry.ts';
import { Button } from '../../components/Button.tsx';
import { Conversation } from '../../components/conversation/Conversation.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { ScoreBadges } from '../../components/scores/ScoreBadge.tsx';
import { TraceStatus } from '../../components/trace-strip/TraceStatus.tsx';
import { Duration, Money, Tokens, When } from '../../components/values.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';
import { sessionsTexts } from './texts.ts';

/** Turns that are read at once. */
const CHUNK = 12;
/** A longer trace is read on its own page. */
const MOST_SPANS = 400;

/** The traces of a session from the first to the last, as one conversation; each turn leads to its trace. */
export function SessionReplay({ traces }: { traces: readonly TraceSummary[] }) {
  const t = useTexts(sessionsTexts);
  const project = useProject();
  const navigate = useNavigate();
  const [shown, setShown] = useState(CHUNK);
  const inOrder = useMemo(
    () => [...traces].sort((a, b) => Date.parse(a.startTime) - Date.parse(b.startTime)),
    [traces],
  );
  const part = inOrder.slice(0, shown);
  const queries = useQueries({
    queries: part.map((trace) => ({
      ...fullTraceQuery(project, trace.traceId),
      enabled: trace.spanCount <= MOST_SPANS,
    })),
  });
  const turns = useMemo(
    () => conversationOf(queries.flatMap((query) => query.data?.spans ?? [])),
    // biome-ignore lint/correctness/useExhaustiveDependencies: what was loaded, not the array around it
    queries.map((query) => query.data),
  );
  const scores = new Map(
    queries.flatMap(({ data }) => (data ? [[data.trace.traceId, data.scores] as const] : [])),
  );
  const told = new Set(turns.map((turn) => turn.traceId));
  const loading = queries.some((query) => query.isLoading);
  const untold = part.filter(
    (trace, index) => !told.has(trace.traceId) && (queries[index]?.isError || trace.spanCount > MOST_SPANS),
  );
  const numbers = new Map(inOrder.map((trace, index) => [trace.traceId, index + 1]));
  const byId = new Map(inOrder.map((trace) => [trace.traceId, trace]));
  return (
    <div className="mx-auto max-w-4xl px-4 pb-10 sm:px-5">
      {(turns.length > 0 || !loading) && (
        <Conversation
          turns={turns}
          onOpenStep={(traceId, span) =>
            void navigate({
              to: '/p/$project/traces/$traceId',
              params: { project, traceId },
              search: { span },
            })
          }
          traceHeader={(turn) => {
            const trace = byId.get(turn.traceId);
            return (
              trace && (
                <TurnHeader
                  trace={trace}
                  nth={numbers.get(turn.traceId) ?? 0}
                  scores={scores.get(trace.traceId) ?? []}
                />
              )
            );
          }}
        />
      )}
      {untold.map((trace, index) => (
        <div key={trace.traceId} className="border-t">
          <TurnHeader trace={trace} nth={numbers.get(trace.traceId) ?? index} scores={[]} />
          <p className="pb-3 text-muted">
            {trace.spanCount > MOST_SPANS ? t('longTurn', { count: trace.spanCount }) : t('turnFailed')}
          </p>
        </div>
      ))}
      {loading && <SkeletonRows rows={6} />}
      {inOrder.length > shown && (
        <p className="pt-4 text-center">
          <Button busy={loading} onClick={() => setShown(shown + CHUNK)}>
            {t('more', { count: Math.min(CHUNK, inOrder.length - shown) })}
          </Button>
        </p>
      )}
    </div>
  );
}

interface TurnHeaderProps {
  trace: TraceSummary;
  nth: number;
  scores: readonly ApiScore[];
}

function TurnHeader({ trace, nth, scores }: TurnHeaderProps) {
  const t = useTexts(sessionsTexts);
  const project = useProject();
  return (
    <p className="flex flex-wrap items-center gap-x-4 gap-y-1 pt-4 pb-1 text-xs text-muted">
      <Link
        to="/p/$project/traces/$traceId"
        params={{ project, traceId: trace.traceId }}
        title={t('openTrace')}
        className="text-sm font-semibold text-accent hover:underline"
      >
        {t('turn', { nth })}
      </Link>
      <TraceStatus trace={trace} />
      <When at={trace.startTime} relative={false} />
      <Duration ms={trace.durationMs} />
      <span>
        <Tokens count={trace.usage.total} estimated={trace.usage.estimated} /> {t('tokens')}
      </span>
      <Money
        amount={trace.cost.total}
        currency={trace.cost.currency}
        unpricedSpans={trace.cost.unpricedSpans}
      />
      {scores.length > 0 && <ScoreBadges scores={scores} />}
    </p>
  );
}
