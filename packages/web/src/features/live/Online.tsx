import type { LiveItems } from '@pharos/core/api/live';
import type { TopicView } from '@pharos/core/live/view';
import { Link } from '@tanstack/react-router';
import { z } from 'zod';
import { LiveList, ROW } from '../../components/live/LiveList.tsx';
import { Segmented } from '../../components/Segmented.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useUrlState } from '../../url-state.ts';
import { useProject } from '../../use-project.ts';
import { liveTexts } from './texts.ts';

const BY = ['agent', 'country', 'platform', 'page'] as const;
const onlineSearch = z.object({ by: z.enum(BY).default('agent').catch('agent') });

interface OnlineProps {
  topic: TopicView<LiveItems['users']> | undefined;
  className?: string;
}

/** How many users are online of each kind; each kind leads to who they are. */
export function Online({ topic, className = '' }: OnlineProps) {
  const t = useTexts(liveTexts);
  const format = useFormat();
  const project = useProject();
  const [{ by }, set] = useUrlState(onlineSearch);
  const values = topic?.items.get(by) ?? [];
  const shown = topic && { ...topic, total: 0, items: new Map(values.map((each) => [each.value, each])) };
  const most = values[0]?.users ?? 0;
  return (
    <LiveList
      title={t('online')}
      actions={
        <Segmented
          label={t('by')}
          value={by}
          onChange={(next) => set({ by: next === 'agent' ? undefined : next }, { replace: true })}
          options={BY.map((value) => ({ value, label: t(`by_${value}`) }))}
        />
      }
      topic={shown}
      none={t('noUsers')}
      className={className}
    >
      {(items) =>
        [...items.values()].map(({ value, users }) => (
          <li key={value}>
            <Link
              to="/p/$project/users/online"
              params={{ project }}
              search={{ [by]: value || undefined }}
              className={`${ROW} relative h-8`}
            >
              <span
                aria-hidden
                className="absolute inset-y-1.5 left-0 rounded-sm bg-series-1 opacity-16 transition-[width] motion-reduce:transition-none dark:opacity-20"
                style={{ width: `${(users / Math.max(1, most)) * 100}%` }}
              />
              <span className="relative min-w-0 flex-1 truncate pl-2">
                {value || <span className="text-muted">{t('notKnown')}</span>}
              </span>
              <span className="figures relative">{format.count(users)}</span>
            </Link>
          </li>
        ))
      }
    </LiveList>
  );
}
