import type { TraceSummary } from '@pharos/core/api/spans';
import { formatFilterText } from '@pharos/core/filter-text';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { GitCompareArrows } from 'lucide-react';
import { useState } from 'react';
import { tracesQuery } from '../../api/telemetry.ts';
import { StatusBadge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { Input } from '../../components/Input.tsx';
import { Popover } from '../../components/Popover.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { titleOf } from '../../components/trace-strip/title.ts';
import { Duration, When } from '../../components/values.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';
import { traceTexts } from './texts.ts';

const SHOWN = 8;
/** The page has no time range; the latest of a month are enough to compare with. */
const LOOK_BACK_MS = 30 * 86_400_000;

/** Chooses the trace to put beside this one. */
export function ComparePopover({ trace }: { trace: TraceSummary }) {
  const t = useTexts(traceTexts);
  return (
    <Popover
      label={t('compareTitle')}
      align="end"
      className="w-96 max-w-[calc(100vw-2rem)]"
      trigger={
        <Button>
          <GitCompareArrows className="size-4 text-muted" aria-hidden />
          <span className="max-sm:sr-only">{t('compare')}</span>
        </Button>
      }
    >
      <Candidates trace={trace} />
    </Popover>
  );
}

function Candidates({ trace }: { trace: TraceSummary }) {
  const t = useTexts(traceTexts);
  const project = useProject();
  const navigate = useNavigate();
  const [from] = useState(() => new Date(Date.now() - LOOK_BACK_MS).toISOString());
  const [otherId, setOtherId] = useState('');
  const filter = formatFilterText({
    filters: [{ field: 'name', op: '=', values: [trace.name] }],
    search: '',
  });
  const query = useInfiniteQuery(tracesQuery(project, { filter, from, to: '' }));
  const others = query.data?.pages[0]?.data
    .filter((other) => other.traceId !== trace.traceId)
    .slice(0, SHOWN);
  const params = { project, traceId: trace.traceId };
  return (
    <>
      <p className="text-xs text-muted">{t('compareHint')}</p>
      <form
        className="my-2"
        onSubmit={(event) => {
          event.preventDefault();
          const id = otherId.trim();
          if (id) {
            void navigate({
              to: '/p/$project/traces/$traceId/compare/$otherId',
              params: { ...params, otherId: id },
            });
          }
        }}
      >
        <Input
          value={otherId}
          onChange={(event) => setOtherId(event.target.value)}
          placeholder={t('compareId')}
          aria-label={t('compareId')}
          className="font-mono"
        />
      </form>
      {others === undefined && <Skeleton className="h-24" />}
      {others?.length === 0 && <p className="text-muted">{t('compareNone')}</p>}
      <ul className="-mx-1">
        {others?.map((other) => (
          <li key={other.traceId}>
            <Link
              to="/p/$project/traces/$traceId/compare/$otherId"
              params={{ ...params, otherId: other.traceId }}
              className="flex h-9 items-center gap-3 rounded-md px-1 hover:bg-hover"
            >
              <StatusBadge status={other.status} errors={other.errorCount} />
              <span className="min-w-0 flex-1 truncate">{titleOf(other)}</span>
              <span className="text-muted">
                <Duration ms={other.durationMs} />
              </span>
              <span className="text-xs text-muted">
                <When at={other.startTime} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
