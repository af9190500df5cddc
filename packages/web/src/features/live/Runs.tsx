import type { LiveItems } from '@pharos/core/api/live';
import { joined } from '@pharos/core/format/number';
import type { TopicView } from '@pharos/core/live/view';
import { Link } from '@tanstack/react-router';
import { wholeSeconds } from '../../components/agents/reason.ts';
import { Badge } from '../../components/Badge.tsx';
import { LiveList, ROW } from '../../components/live/LiveList.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';
import { liveTexts } from './texts.ts';

type Run = LiveItems['runs'];
interface RunsProps {
  topic: TopicView<Run> | undefined;
  nowMs: number;
  className?: string;
}

/** What is under way: those that are stuck, then those that began first, each against what is usual. */
export function Runs({ topic, nowMs, className = '' }: RunsProps) {
  const t = useTexts(liveTexts);
  const format = useFormat();
  const project = useProject();
  const stuck = [...(topic?.items.values() ?? [])].filter((run) => run.stuck).length;
  return (
    <LiveList
      title={t('runs')}
      note={stuck > 0 && t('runsNote', { count: format.count(stuck) })}
      topic={topic}
      none={t('noRuns')}
      className={className}
    >
      {(items) =>
        [...items.values()]
          .sort((a, b) => Number(b.stuck) - Number(a.stuck) || (a.startedAt < b.startedAt ? -1 : 1))
          .map((run) => (
            <li key={run.runId}>
              <Link
                to="/p/$project/traces/$traceId"
                params={{ project, traceId: run.runId }}
                className={`${ROW} h-9`}
              >
                <span className="w-2/5 min-w-0 truncate sm:w-1/4">{run.agent || run.runId}</span>
                <span className="min-w-0 flex-1 truncate text-muted">{run.step}</span>
                {run.stuck && <Badge tone="bad">{t('stuck')}</Badge>}
                <Elapsed run={run} nowMs={nowMs} />
              </Link>
            </li>
          ))
      }
    </LiveList>
  );
}

/** How far a run is on the way to twice what is usual, which is in the middle. */
function Elapsed({ run: { startedAt, usualMs, stuck }, nowMs }: { run: Run; nowMs: number }) {
  const t = useTexts(liveTexts);
  const format = useFormat();
  const elapsedMs = wholeSeconds(Math.max(0, nowMs - Date.parse(startedAt)));
  const elapsed =
    elapsedMs < 60_000 ? joined({ value: String(elapsedMs / 1000), unit: 's' }) : format.duration(elapsedMs);
  const told =
    usualMs === null
      ? t('notUsual', { elapsed })
      : t('against', { elapsed, usual: format.duration(usualMs) });
  const late = usualMs !== null && elapsedMs > usualMs;
  const tone = stuck ? 'bg-bad-mark' : late ? 'bg-warn-mark' : 'bg-accent';
  return (
    <>
      <span
        aria-hidden
        title={told}
        className="relative h-1.5 w-16 shrink-0 rounded-full bg-pressed max-sm:hidden 2xl:w-24"
      >
        {usualMs !== null && (
          <>
            <span
              className={`block h-full rounded-full ${tone}`}
              style={{ width: `${Math.min(100, (elapsedMs / usualMs) * 50)}%` }}
            />
            <span className="absolute -inset-y-0.5 left-1/2 w-px bg-ink" />
          </>
        )}
      </span>
      <span title={told} className="figures w-20 shrink-0 text-right">
        {elapsed}
      </span>
    </>
  );
}
