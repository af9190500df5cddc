import type { ApiAgentDetail } from '@pharos/core/api/agents';
import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Charts } from '../../charts/kit/context.ts';
import { DataTable } from '../../charts/kit/DataTable.tsx';
import { createHover } from '../../charts/kit/hover.ts';
import { figure, type TableData, words } from '../../charts/kit/table.ts';
import type { TimelineStretch } from '../../charts/timeline/layout.ts';
import { TIMELINE_HEIGHT, Timeline } from '../../charts/timeline/Timeline.tsx';
import { useReasonText } from '../../components/agents/reason.ts';
import { chartTone } from '../../components/agents/state-look.ts';
import { agentWords } from '../../components/agents/texts.ts';
import { QueryPanel } from '../../components/Panel.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useTimeRange } from '../../use-time-range.ts';
import { agentsTexts } from './texts.ts';

/** The states of an agent over the page's time range; a drag zooms into it. */
export function StateTimeline({ query }: { query: UseQueryResult<ApiAgentDetail> }) {
  const t = useTexts(agentsTexts);
  return (
    <QueryPanel title={t('timeline')} query={query} height={TIMELINE_HEIGHT} tableToggle className="shrink-0">
      {(agent, asTable) => <Drawn agent={agent} asTable={asTable} />}
    </QueryPanel>
  );
}

function Drawn({ agent, asTable }: { agent: ApiAgentDetail; asTable: boolean }) {
  const t = useTexts(agentsTexts);
  const w = useTexts(agentWords);
  const format = useFormat();
  const reasonText = useReasonText();
  const { set } = useTimeRange();
  const stretches = useMemo(
    () =>
      agent.timeline.map(
        ({ from, to, ...verdict }): TimelineStretch => ({
          fromMs: Date.parse(from),
          toMs: Date.parse(to),
          tone: chartTone(verdict),
          text: w(verdict.state),
          note: reasonText(verdict.reason),
        }),
      ),
    [agent.timeline, w, reasonText],
  );
  const charts = useMemo(
    () => ({
      hover: createHover(),
      marks: [],
      onZoom: (fromMs: number, toMs: number) =>
        set({ from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() }),
    }),
    [set],
  );
  if (stretches.length === 0) return <p className="py-3 text-sm text-muted">{t('noTimeline')}</p>;
  if (asTable) {
    const columns = ['from', 'to', 'lasted', 'state', 'why'] as const;
    const table: TableData = {
      columns: columns.map((name) => ({ label: t(name), align: name === 'lasted' ? 'right' : 'left' })),
      rows: stretches.toReversed().map(({ fromMs, toMs, text, note }) => ({
        key: String(fromMs),
        cells: [
          figure(fromMs, format.fullTime),
          figure(toMs, format.fullTime),
          figure(toMs - fromMs, format.duration),
          words(text),
          words(note),
        ],
      })),
    };
    return <DataTable label={t('timeline')} table={table} height={200} />;
  }
  return (
    <Charts value={charts}>
      <Timeline
        label={t('timeline')}
        fromMs={Date.parse(agent.from)}
        toMs={Date.parse(agent.to)}
        stretches={stretches}
      />
    </Charts>
  );
}
