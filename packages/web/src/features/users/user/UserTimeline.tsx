import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { userEventsQuery } from '../../../api/events.ts';
import { presenceHistoryQuery } from '../../../api/presence.ts';
import { scoresQuery } from '../../../api/scores.ts';
import { tracesQuery } from '../../../api/telemetry.ts';
import { Badge, type Tone } from '../../../components/Badge.tsx';
import { Button } from '../../../components/Button.tsx';
import { PartError } from '../../../components/ErrorState.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { presenceTexts } from '../../../components/presence/texts.ts';
import { SkeletonRows } from '../../../components/Skeleton.tsx';
import { When } from '../../../components/values.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useList } from '../../../use-list.ts';
import { useProject } from '../../../use-project.ts';
import { usersTexts } from '../texts.ts';
import { usePresenceRange } from './presence-range.ts';
import { type TimelineItem, type TimelineKind, timelineOf } from './timeline.ts';

const EACH = 50;
const SHOWN = 12;
const TONE: Readonly<Record<TimelineKind, Tone>> = {
  run: 'neutral',
  error: 'bad',
  event: 'accent',
  feedback: 'warn',
  presence: 'good',
};

/** What a user did and what became of it: runs, errors, events, scores and presence in one line, the latest first. */
export function UserTimeline({ userId, filter }: { userId: string; filter: string }) {
  const t = useTexts(usersTexts);
  const p = useTexts(presenceTexts);
  const format = useFormat();
  const project = useProject();
  const { list } = useList();
  const [shown, setShown] = useState(SHOWN);
  const range = { from: list.from, to: list.to };
  const traces = useInfiniteQuery(tracesQuery(project, { ...list, filter }));
  const events = useQuery(userEventsQuery(project, { user: userId, ...range, limit: EACH }));
  const scores = useQuery(scoresQuery(project, { userId, ...range, limit: EACH }));
  const presence = useQuery(presenceHistoryQuery(project, { user: userId, ...usePresenceRange() }));
  const { items, sinceMs } = timelineOf({
    ...{ traces: traces.data?.pages[0], events: events.data, scores: scores.data, presence: presence.data },
    wordOf: ({ event, by }) =>
      by === 'timeout' ? `${p(`event_${event}`)} · ${p('timeout')}` : p(`event_${event}`),
  });
  const sources = [traces, events, scores, presence];
  const failed = sources.filter(({ isLoadingError }) => isLoadingError);
  return (
    <Panel title={t('timeline')} note={t('timelineNote')} className="shrink-0 border-t pt-3">
      {failed[0] && (
        <PartError
          error={failed[0].error}
          onRetry={() => {
            for (const { refetch } of failed) void refetch();
          }}
        />
      )}
      {items.length === 0 && sources.some(({ isPending }) => isPending) ? (
        <SkeletonRows rows={6} />
      ) : items.length === 0 && failed.length === 0 ? (
        <p className="py-3 text-muted">{t('none')}</p>
      ) : (
        <ol className="divide-y">
          {items.slice(0, shown).map((item) => (
            <li key={item.key} className="flex min-h-8 items-center gap-3 text-sm">
              <span className="w-24 shrink-0 text-xs text-muted">
                <When at={item.at} />
              </span>
              <span className="w-20 shrink-0">
                <Badge tone={TONE[item.kind]}>{t(`kind_${item.kind}`)}</Badge>
              </span>
              <span className="min-w-0 truncate" dir="auto">
                <Where item={item} />
              </span>
              {item.aside && (
                <span className="min-w-0 shrink-[2] truncate text-xs text-muted max-sm:hidden">
                  {item.aside}
                </span>
              )}
            </li>
          ))}
        </ol>
      )}
      {items.length > shown ? (
        <div className="pt-2">
          <Button onClick={() => setShown(shown + EACH)}>{t('more')}</Button>
        </div>
      ) : (
        sinceMs !== undefined && (
          <p className="pt-2 text-xs text-muted">{t('timelineSince', { time: format.dateTime(sinceMs) })}</p>
        )
      )}
    </Panel>
  );
}

/** Its text, as a way to what it belongs to. */
function Where({ item: { text, traceId, sessionId } }: { item: TimelineItem }) {
  const project = useProject();
  const look = 'hover:text-accent hover:underline';
  if (traceId)
    return (
      <Link to="/p/$project/traces/$traceId" params={{ project, traceId }} className={look}>
        {text}
      </Link>
    );
  if (sessionId)
    return (
      <Link to="/p/$project/sessions/$sessionId" params={{ project, sessionId }} className={look}>
        {text}
      </Link>
    );
  return text;
}
