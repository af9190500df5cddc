import type { ChartWidget } from '@pharos/core/dashboards/dashboard';
import type { Answer } from '@pharos/core/question';
import { useMemo } from 'react';
import { shownGroups } from '../charts/answer.ts';
import { DataTable } from '../charts/kit/DataTable.tsx';
import type { TableData } from '../charts/kit/table.ts';
import { useFieldName } from '../components/filter-bar/field-name.ts';
import { useFormat } from '../format/use-format.ts';
import { common } from '../i18n/common.ts';
import { useTexts } from '../i18n/i18n.ts';
import { useWidgetSource } from './context.ts';
import type { Drawing, Overlay } from './drawing.ts';
import { MARK_VIEWS } from './marks.tsx';
import { widgetTexts } from './texts.ts';
import { useWords } from './words.ts';

interface ChartBodyProps {
  widget: ChartWidget;
  answer: Answer;
  label: string;
  height: number;
  asTable?: boolean;
  overlay?: Overlay | undefined;
}

/** What a widget's answer is drawn from, in the language of the page. */
function useDrawing({ widget, answer, label, height, overlay }: ChartBodyProps): Drawing {
  const words = useWords();
  const format = useFormat();
  const c = useTexts(common);
  const dimensionName = useFieldName();
  const { periodName } = useWidgetSource();
  return useMemo(
    () => ({
      ...{ widget, answer, label, height, words, format, periodName, dimensionName, overlay },
      nowMs: Date.now(),
      timeLabel: c('time'),
    }),
    [widget, answer, label, height, words, format, periodName, dimensionName, overlay, c],
  );
}

/** The data of a widget as a table, for those who copy or save it. */
export function useWidgetTable(props: ChartBodyProps): () => TableData | undefined {
  const drawing = useDrawing(props);
  return () => MARK_VIEWS[props.widget.mark].table(drawing);
}

const isEmpty = ({ widget, answer }: Drawing): boolean =>
  widget.dimensions.length > 0 && shownGroups(answer, widget).length === 0;

/** An answer as its widget's mark shows it, or as a table. */
export function ChartBody(props: ChartBodyProps) {
  const t = useTexts(widgetTexts);
  const drawing = useDrawing(props);
  const { widget, label, height, asTable } = props;
  const view = MARK_VIEWS[widget.mark];
  // Drawn again only when what it is drawn from has changed: panels render for other reasons as well.
  const drawn = useMemo(() => (asTable ? undefined : view.draw(drawing)), [view, drawing, asTable]);
  if (isEmpty(drawing)) return <p className="py-3 text-sm text-muted">{t('empty')}</p>;
  return asTable ? <DataTable label={label} table={view.table(drawing)} height={height} /> : drawn;
}
