import type { ChartWidget } from '@pharos/core/dashboards/dashboard';
import { markNamed } from '@pharos/core/dashboards/marks';
import { readIn } from '@pharos/core/local-text';
import { parseToken } from '@pharos/core/time-range';
import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useMemo, useRef, useState } from 'react';
import { Charts, useCharts } from '../charts/kit/context.ts';
import { Boundary } from '../components/Boundary.tsx';
import { cx } from '../components/cx.ts';
import { PartError } from '../components/ErrorState.tsx';
import { Panel, PanelSkeleton } from '../components/Panel.tsx';
import { useFormat } from '../format/use-format.ts';
import { useTexts } from '../i18n/i18n.ts';
import { useWidgetSource } from './context.ts';
import type { Overlay } from './drawing.ts';
import { widgetTexts } from './texts.ts';
import { useInSight } from './use-in-sight.ts';
import { usePick } from './use-pick.ts';
import { useUsualBand } from './usual/use-usual-band.ts';
import { WidgetMenu } from './WidgetMenu.tsx';

/** Drawing is asked for at once, beside the page's own code, but figures and lists do not wait for it. */
const drawing = import('./ChartBody.tsx');
const ChartBody = lazy(async () => ({ default: (await drawing).ChartBody }));

interface WidgetPanelProps {
  widget: ChartWidget;
  /** Of the chart, without the panel's title. */
  height: number;
  /** What the page knows beside the answer. */
  overlay?: Overlay | undefined;
  /** At the right of the title, before the menu. */
  actions?: ReactNode;
  className?: string;
}

/** A chart with its title and its menu. It is asked for when it comes into sight; old data stay while new ones load. */
export function WidgetPanel({ widget, height, overlay, actions, className }: WidgetPanelProps) {
  const { locale } = useFormat();
  const source = useWidgetSource();
  const { ref, seen } = useInSight<HTMLDivElement>();
  const query = useQuery({ ...source.queryOf(widget), enabled: seen });
  const [asTable, setAsTable] = useState(false);
  const picture = useRef<HTMLDivElement>(null);
  const charts = useCharts();
  const onPick = usePick(widget);
  // biome-ignore lint/correctness/useExhaustiveDependencies: where a click leads follows from the widget and the page
  const context = useMemo(() => ({ ...charts, onPick }), [charts, widget, source]);
  const title = readIn(widget.title, locale);
  const { data } = query;
  const band = useUsualBand(widget, data);
  const drawn = useMemo(() => (band ? { band, ...overlay } : overlay), [band, overlay]);
  return (
    <div ref={ref} className={cx('min-w-0', className)}>
      <Panel
        title={title}
        note={<Note widget={widget} bucketSeconds={data?.bucketSeconds} isUsualShown={band !== undefined} />}
        actions={
          <>
            {actions}
            <WidgetMenu
              {...{ widget, title, picture, asTable, height }}
              answer={data}
              onTable={() => setAsTable(!asTable)}
            />
          </>
        }
      >
        <div
          ref={picture}
          style={{ height }}
          aria-busy={query.isFetching}
          className={cx('transition-opacity', query.isPlaceholderData && 'opacity-55')}
        >
          {data !== undefined ? (
            <Boundary resetOn={data}>
              <Charts value={context}>
                <Suspense fallback={<PanelSkeleton height={height} shape="chart" />}>
                  <ChartBody {...{ widget, height, asTable }} overlay={drawn} answer={data} label={title} />
                </Suspense>
              </Charts>
            </Boundary>
          ) : query.isError ? (
            <PartError error={query.error} onRetry={() => void query.refetch()} />
          ) : (
            <PanelSkeleton height={height} shape={widget.mark === 'table' ? 'rows' : 'chart'} />
          )}
        </div>
      </Panel>
    </div>
  );
}

/** Since when, per what, compared with what: as far as the widget differs from its page. */
function Note({
  widget,
  bucketSeconds,
  isUsualShown,
}: {
  widget: ChartWidget;
  bucketSeconds: number | undefined;
  isUsualShown: boolean;
}) {
  const t = useTexts(widgetTexts);
  const format = useFormat();
  const own = widget.range === undefined ? undefined : parseToken(widget.range);
  const parts = [
    ...(own ? [t('lastOnly', { length: format.period(own.lengthMs) })] : []),
    ...(bucketSeconds && markNamed(widget.mark).time === 'only'
      ? [t('per', { length: format.period(bucketSeconds * 1000) })]
      : []),
    ...(isUsualShown ? [t('usualNote')] : []),
  ];
  return parts.join(' · ');
}
