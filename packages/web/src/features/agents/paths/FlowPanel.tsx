import type { ApiPaths } from '@pharos/core/api/paths';
import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { DataTable } from '../../../charts/kit/DataTable.tsx';
import { figure, type TableData, words } from '../../../charts/kit/table.ts';
import { Button } from '../../../components/Button.tsx';
import { QueryPanel } from '../../../components/Panel.tsx';
import { Segmented } from '../../../components/Segmented.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { FlowGraph } from './FlowGraph.tsx';
import { useFlowWords } from './flow-words.ts';
import { FLOW_COLORS, type FlowColor, type Stop, shownFlow, type Walk } from './shown-flow.ts';
import { pathsTexts } from './texts.ts';

interface FlowPanelProps {
  title: string;
  query: UseQueryResult<ApiPaths>;
  color: FlowColor;
  withRare: boolean;
  /** Left out where the graph is only looked at. */
  onColor?: (color: FlowColor) => void;
  onRare?: (withRare: boolean) => void;
  onOpen: (stop: Stop) => void;
  selected?: Stop | undefined;
  walk?: Walk | undefined;
  /** At the right of the title. */
  actions?: ReactNode;
  className?: string;
  height?: number;
}

/** The graph of the ways, or its ways as a table. */
export function FlowPanel(props: FlowPanelProps) {
  const { title, query, color, withRare, onColor, onRare, onOpen, selected, walk, actions, className } =
    props;
  const { height = 260 } = props;
  const t = useTexts(pathsTexts);
  const note = useBasisText();
  return (
    <QueryPanel
      title={title}
      note={query.data && note(query.data)}
      query={query}
      height={height}
      tableToggle
      {...(className && { className })}
      actions={
        <>
          {actions}
          {onColor && (
            <Segmented
              label={t('color')}
              value={color}
              onChange={onColor}
              options={FLOW_COLORS.map((value) => ({ value, label: t(`color_${value}`) }))}
            />
          )}
        </>
      }
    >
      {(paths, asTable) =>
        paths.figures.runs === 0 ? (
          <p className="py-3 text-sm text-muted">{t('empty')}</p>
        ) : asTable ? (
          <WayTable paths={paths} />
        ) : (
          <Drawn {...{ paths, color, withRare, onRare, onOpen, selected, walk }} />
        )
      }
    </QueryPanel>
  );
}

interface DrawnProps extends Pick<FlowPanelProps, 'color' | 'withRare' | 'onOpen' | 'selected' | 'walk'> {
  paths: ApiPaths;
  onRare: FlowPanelProps['onRare'];
}

function Drawn({ paths, color, withRare, onRare, onOpen, selected, walk }: DrawnProps) {
  const t = useTexts(pathsTexts);
  const flow = useMemo(() => shownFlow(paths, withRare, walk), [paths, withRare, walk]);
  return (
    <>
      <div className="scroll-thin overflow-x-auto">
        <FlowGraph {...{ paths, flow, color, selected, onOpen, walk }} />
      </div>
      <p className="flex flex-wrap items-center gap-x-3 text-xs text-muted">
        <span className="max-sm:hidden">{t('graphHint')}</span>
        {onRare && (withRare || flow.rare > 0) && (
          <>
            {flow.rare > 0 && t('rare', { count: flow.rare })}
            <Button variant="quiet" onClick={() => onRare(!withRare)}>
              {t(withRare ? 'hideRare' : 'showRare')}
            </Button>
          </>
        )}
      </p>
    </>
  );
}

function WayTable({ paths }: { paths: ApiPaths }) {
  const t = useTexts(pathsTexts);
  const format = useFormat();
  const { name } = useFlowWords();
  const columns = ['from', 'to', 'runs', 'share', 'errorRate', 'p50', 'p95', 'cost'] as const;
  const table: TableData = {
    columns: columns.map((column) => ({
      label: t(column),
      align: column === 'from' || column === 'to' ? 'left' : 'right',
    })),
    rows: paths.ways.map((way) => ({
      key: `${way.from}\n${way.to}`,
      cells: [
        words(name(paths, way.from)),
        words(name(paths, way.to)),
        figure(way.runs, format.count),
        figure(way.share, format.percent),
        figure(way.errorRate, format.percent),
        figure(way.p50Ms, format.duration),
        figure(way.p95Ms, format.duration),
        figure(Number(way.cost), format.money),
      ],
    })),
  };
  return <DataTable label={t('graph')} table={table} height={320} />;
}

/** What the figures rest on, in a sentence. */
export function useBasisText(): (paths: Pick<ApiPaths, 'basis'>) => string {
  const t = useTexts(pathsTexts);
  const format = useFormat();
  return ({ basis: { runs, cut, from, oldest } }) =>
    t(cut ? 'basisCut' : 'basis', {
      runs: format.count(runs),
      since: format.dateTime(Date.parse((cut && oldest) || from)),
    });
}
