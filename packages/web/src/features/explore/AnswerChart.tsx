import type { ChartWidget } from '@pharos/core/dashboards/dashboard';
import type { Answer } from '@pharos/core/question';
import type { UseQueryResult } from '@tanstack/react-query';
import { type RefObject, useMemo } from 'react';
import { Charts, type Picked, useCharts } from '../../charts/kit/context.ts';
import { cx } from '../../components/cx.ts';
import { PartError } from '../../components/ErrorState.tsx';
import { Panel, PanelSkeleton } from '../../components/Panel.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { ChartBody } from '../../widgets/ChartBody.tsx';
import { useWidgetSource } from '../../widgets/context.ts';
import { widgetTexts } from '../../widgets/texts.ts';
import { usePick } from '../../widgets/use-pick.ts';
import { useUsualBand } from '../../widgets/usual/use-usual-band.ts';
import { selectionOfPick, selectionOfRegion } from './selection.ts';
import { exploreTexts } from './texts.ts';
import type { Explore } from './use-explore.ts';

interface AnswerChartProps extends Explore {
  widget: ChartWidget;
  query: UseQueryResult<Answer>;
  title: string;
  height: number;
  /** Is given what holds the drawing. */
  picture: RefObject<HTMLDivElement | null>;
  asTable: boolean;
}

/** The answer drawn large. A drag zooms, or selects what is compared; a click opens traces, or selects. */
export function AnswerChart(props: AnswerChartProps) {
  const { state, change, widget, query, title, height, picture, asTable } = props;
  const { data } = query;
  const band = useUsualBand(widget, data);
  const overlay = useMemo(() => (band ? { band } : undefined), [band]);
  const gestures = useGestures({ state, change }, widget, data);
  return (
    <Panel
      title={title}
      note={<Note widget={widget} bucketSeconds={data?.bucketSeconds} isUsualShown={band !== undefined} />}
    >
      <div
        ref={picture}
        style={{ height }}
        aria-busy={query.isFetching}
        className={cx('transition-opacity', query.isPlaceholderData && 'opacity-55')}
      >
        {data !== undefined ? (
          <Charts value={gestures}>
            <ChartBody {...{ widget, height, asTable, overlay }} answer={data} label={title} />
          </Charts>
        ) : query.isError ? (
          <PartError error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <PanelSkeleton height={height} shape="chart" />
        )}
      </div>
    </Panel>
  );
}

/** What a drag and a click on the chart do. */
function useGestures({ state, change }: Explore, widget: ChartWidget, answer: Answer | undefined) {
  const charts = useCharts();
  const source = useWidgetSource();
  const openTraces = usePick(widget);
  // biome-ignore lint/correctness/useExhaustiveDependencies: where a click leads follows from the widget and the page
  return useMemo(() => {
    if (!state.comparing) return { ...charts, onPick: openTraces };
    const { from, to } = state.selection;
    return {
      ...charts,
      ...(from && to ? { region: { fromMs: Date.parse(from), toMs: Date.parse(to) } } : {}),
      onZoom: (fromMs: number, toMs: number) =>
        change({ selection: selectionOfRegion(state.metrics, answer, fromMs, toMs) }),
      onPick: (picked: Picked) => change({ selection: selectionOfPick(state, answer, picked) }),
    };
  }, [charts, state, change, answer, widget, source]);
}

interface NoteProps {
  widget: ChartWidget;
  bucketSeconds: number | undefined;
  isUsualShown: boolean;
}

/** Per what, and compared with what. */
function Note({ widget, bucketSeconds, isUsualShown }: NoteProps) {
  const t = useTexts(exploreTexts);
  const w = useTexts(widgetTexts);
  const format = useFormat();
  const { periodName } = useWidgetSource();
  const parts = [
    ...(bucketSeconds ? [t('per', { length: format.period(bucketSeconds * 1000) })] : []),
    ...(widget.compare ? [t('comparedWith', { period: periodName })] : []),
    ...(isUsualShown ? [w('usualNote')] : []),
  ];
  return parts.join(' · ');
}
