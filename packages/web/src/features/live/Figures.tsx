import type { LiveItems } from '@pharos/core/api/live';
import { number } from '@pharos/core/format/number';
import type { View } from '@pharos/core/live/view';
import { Link, type LinkProps } from '@tanstack/react-router';
import { useWidth } from '../../charts/kit/use-width.ts';
import { Sparkline } from '../../charts/stat/Sparkline.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';
import { lastMinute, perSecond, type RateName } from './rates.ts';
import { liveTexts } from './texts.ts';

interface FiguresProps {
  view: View<LiveItems>;
  nowMs: number;
}

/** How much goes on, in six figures; each leads to what it counts. */
export function Figures({ view, nowMs }: FiguresProps) {
  const t = useTexts(liveTexts);
  const format = useFormat();
  const params = { project: useProject() };
  const count = (total: number | undefined) => (total === undefined ? undefined : format.count(total));
  const lastMinutes = { from: 'now-15m' };
  const rate = (name: RateName, color: string, text: (value: number) => string) => {
    if (view.rates === undefined) return { points: [] };
    const points = perSecond(view.rates.items, name, nowMs);
    return { color, points, figure: t('perSecond', { amount: text(lastMinute(points)) }) };
  };
  const plain = (value: number) => number(value, format.locale, { maximumSignificantDigits: 2 });
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
        link={{ to: '/p/$project/agents', params }}
      />
      <Figure
        label={t('requests')}
        {...rate('requests', 'var(--series-1)', plain)}
        link={{ to: '/p/$project/traces', params, search: lastMinutes }}
      />
      <Figure
        label={t('tokens')}
        {...rate('tokens', 'var(--series-2)', format.compact)}
        link={{ to: '/p/$project/usage', params, search: lastMinutes }}
      />
      <Figure
        label={t('cost')}
        {...rate('cost', 'var(--series-3)', format.money)}
        link={{ to: '/p/$project/usage', params, search: lastMinutes }}
      />
      <Figure
        label={t('failed')}
        figure={count(view.errors?.total)}
        link={{ to: '/p/$project/errors', params, search: lastMinutes }}
      />
    </div>
  );
}

const RATE_HEIGHT = 32;

interface FigureProps {
  label: string;
  /** Undefined as long as it is not known. */
  figure?: string | undefined;
  points?: readonly number[];
  color?: string;
  link: LinkProps;
}

function Figure({ label, figure, points, color, link }: FigureProps) {
  const t = useTexts(liveTexts);
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
      {points && (
        <Sparkline points={points} width={width} height={RATE_HEIGHT} area {...(color && { color })} />
      )}
    </Link>
  );
}
