import { metricNamed } from '@pharos/core/metrics';
import type { Series } from '@pharos/core/question';
import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Stat } from '../charts/stat/Stat.tsx';
import { useFormat } from '../format/use-format.ts';
import { Delta } from './Delta.tsx';
import { Skeleton } from './Skeleton.tsx';

export interface MetricLinkProps {
  /** Of a metric. */
  name: string;
  label: string;
  /** Undefined while it is asked for. */
  series: Series | undefined;
  link: LinkProps;
  /** What it is compared with. */
  period: string;
  aside?: ReactNode;
}

/** A metric as figure, shape and change, which leads to what it is made of. */
export function MetricLink({ name, label, series, link, period, aside }: MetricLinkProps) {
  const format = useFormat();
  const metric = metricNamed(name);
  if (!metric) return null;
  if (!series) {
    return (
      <div className="flex flex-col gap-2 py-1">
        <span className="truncate text-xs text-soft">{label}</span>
        <Skeleton className="h-6 w-20" />
        <Skeleton className="h-4 w-28" />
      </div>
    );
  }
  const value = series.totals[name];
  const known = value !== null && value !== undefined;
  return (
    <Link {...link} className="-mx-2 min-w-0 rounded-md px-2 py-1 hover:bg-hover">
      <Stat
        label={label}
        figure={known ? format.figure(value, metric.unit) : undefined}
        exact={known ? format.full(value, metric.unit, series.exact[name]) : undefined}
        points={series.points?.[name]}
        lastIncomplete
        aside={aside}
        note={<Delta metric={metric} now={value} before={series.previous?.[name]} period={period} />}
      />
    </Link>
  );
}
