import type { LiveItems } from '@pharos/core/api/live';
import type { View } from '@pharos/core/live/view';
import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useWidth } from '../../charts/kit/use-width.ts';
import { Sparkline } from '../../charts/stat/Sparkline.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';
import { Skeleton } from '../Skeleton.tsx';
import { lastMinute, perMinute, type RateName } from './rates.ts';
import { liveWords } from './texts.ts';

interface LiveFiguresProps {
  view: View<LiveItems>;
  nowMs: number;
  /** Of the shapes below the rates, in pixels. */
  shapeHeight?: number;
}

/** What the figures are made of. */
export const FIGURE_TOPICS = ['users', 'runs', 'rates', 'errors'] as const;

const LAST_MINUTES = { from: '15m' };

/** How much goes on, in six figures; each leads to what it counts. */
export function LiveFigures({ view, nowMs, shapeHeight = 32 }: LiveFiguresProps) {
  const t = useTexts(liveWords);
  const format = useFormat();
  const params = { project: useProject() };
  const count = (total: number | undefined) => (total === undefined ? undefined : format.count(total));
  const rate = (name: RateName, color: string, text: (value: number) => string) => {
    if (view.rates === undefined) return { points: [], shapeHeight };
    const points = perMinute(view.rates.items, name, nowMs);
    return { color, points, shapeHeight, figure: t('perMinute', { amount: text(lastMinute(points)) }) };
  };
  const stuck = [...(view.runs?.items.values() ?? [])].filter((run) => run.stuck).length;
  return (
    <div className="grid shrink-0 grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-3 xl:grid-cols-6">
      <Figure
        label={t('online')}
        figure={count(view.users?.total)}
        link={{ to: '/p/$project/users/online', params }}
      />
      <Figure
        label={t('inFlight')}
        figure={count(view.runs?.total)}
        note={stuck > 0 && <span className="text-bad">{t('stuck', { count: stuck })}</span>}
        link={{ to: '/p/$project/agents', params }}
      />
      <Figure
        label={t('requests')}
        {...rate('requests', 'var(--series-1)', format.compact)}
        link={{ to: '/p/$project/traces', params, search: LAST_MINUTES }}
      />
      <Figure
        label={t('tokens')}
        {...rate('tokens', 'var(--series-2)', format.compact)}
        link={{ to: '/p/$project/usage', params, search: { ...LAST_MINUTES, measure: 'tokens' } }}
      />
      <Figure
        label={t('cost')}
        {...rate('cost', 'var(--series-3)', format.money)}
        link={{ to: '/p/$project/usage', params, search: LAST_MINUTES }}
      />
      <Figure
        label={t('failed')}
        figure={count(view.errors?.total)}
        link={{ to: '/p/$project/errors', params, search: LAST_MINUTES }}
      />
    </div>
  );
}

interface FigureProps {
  label: string;
  /** Undefined as long as it is not known. */
  figure?: string | undefined;
  /** Below it, where it has no shape. */
  note?: ReactNode;
  points?: readonly number[];
  shapeHeight?: number;
  color?: string;
  link: LinkProps;
}

function Figure({ label, figure, note, points, shapeHeight, color, link }: FigureProps) {
  const t = useTexts(liveWords);
  const { ref, width } = useWidth<HTMLAnchorElement>(160);
  return (
    <Link
      {...link}
      ref={ref}
      title={points && t('lastMinute')}
      className="flex min-w-0 flex-col overflow-hidden rounded-md hover:bg-hover"
    >
      <span className="truncate text-xs text-soft">{label}</span>
      {figure === undefined ? (
        <Skeleton className="my-1.5 h-5 w-16" />
      ) : (
        <span className="figures truncate text-2xl font-semibold">{figure}</span>
      )}
      {note && <span className="truncate text-xs">{note}</span>}
      {points && (
        <Sparkline
          points={points}
          width={width}
          {...(shapeHeight && { height: shapeHeight })}
          area
          {...(color && { color })}
        />
      )}
    </Link>
  );
}
