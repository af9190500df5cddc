import type { TraceSummary } from '@pharos/core/api/spans';
import { quantile } from 'd3-array';
import { Dot, StatusBadge } from '../../components/Badge.tsx';
import { shortName } from '../../components/span-name.ts';
import type { Column } from '../../components/Table.tsx';
import { askedOf } from '../../components/trace-strip/title.ts';
import { Absent, Duration, Money, Tokens, When } from '../../components/values.tsx';
import { common } from '../../i18n/common.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { ScoresOfTrace } from './ScoresOfTraces.tsx';
import type { tracesTexts } from './texts.ts';

type Key = Parameters<typeof tracesTexts.t>[0];

interface TraceColumn extends Omit<Column<TraceSummary>, 'id' | 'header' | 'cell'> {
  id: Key;
  /** Part of the list until the reader chooses otherwise. */
  usual: boolean;
  cell: (trace: TraceSummary, longestMs: number) => React.ReactNode;
}

const text = (value: string | null) => (value ? <span title={value}>{value}</span> : <Absent />);
const several = (values: readonly string[]) => (values.length > 0 ? text(values.join(', ')) : <Absent />);

function Status({ trace }: { trace: TraceSummary }) {
  const t = useTexts(common);
  if (trace.status === 'error' || trace.errorCount > 0) {
    return <StatusBadge status={trace.status} errors={trace.errorCount} />;
  }
  return (
    <span className="inline-flex items-center gap-1.5 text-soft">
      <Dot tone={trace.status === 'ok' ? 'good' : 'neutral'} />
      {t(trace.status)}
    </span>
  );
}

const DurationBar = ({ ms, longestMs }: { ms: number; longestMs: number }) => (
  <span className="flex items-center justify-end gap-2">
    <span aria-hidden className="h-1.5 min-w-0 flex-1 overflow-hidden rounded-[2px]">
      <span
        className="block h-full rounded-[2px] bg-series-1 opacity-45"
        style={{ width: `max(2px, ${Math.min(1, ms / Math.max(longestMs, 1)) * 100}%)` }}
      />
    </span>
    <span className="w-14 shrink-0 text-right">
      <Duration ms={ms} />
    </span>
  </span>
);

/** Every column the list can have, in order. A new one is an entry. */
export const TRACE_COLUMNS: readonly TraceColumn[] = [
  { id: 'started', usual: true, width: '7rem', cell: (trace) => <When at={trace.startTime} listed /> },
  { id: 'status', usual: true, width: '6rem', cell: (trace) => <Status trace={trace} /> },
  {
    id: 'name',
    usual: true,
    width: '9.5rem',
    wideOnly: true,
    cell: (trace) => <span title={trace.name}>{shortName(trace.name)}</span>,
  },
  {
    id: 'input',
    usual: true,
    cell: (trace) => (
      <span dir="auto" title={trace.inputPreview}>
        {askedOf(trace.inputPreview) || trace.inputPreview || (
          <span className="text-muted">{shortName(trace.name)}</span>
        )}
      </span>
    ),
  },
  { id: 'output', usual: false, wideOnly: true, cell: (trace) => text(trace.outputPreview) },
  { id: 'model', usual: true, width: '11rem', wideOnly: true, cell: (trace) => several(trace.models) },
  {
    id: 'duration',
    usual: true,
    width: '8.5rem',
    align: 'right',
    wideOnly: true,
    cell: (trace, longestMs) => <DurationBar ms={trace.durationMs} longestMs={longestMs} />,
  },
  {
    id: 'ttft',
    usual: false,
    width: '5.5rem',
    align: 'right',
    wideOnly: true,
    cell: (trace) => <Duration ms={trace.timeToFirstTokenMs} />,
  },
  {
    id: 'tokens',
    usual: true,
    width: '4.5rem',
    align: 'right',
    wideOnly: true,
    cell: (trace) => <Tokens count={trace.usage.total} estimated={trace.usage.estimated} />,
  },
  {
    id: 'cost',
    usual: true,
    wideOnly: true,
    width: '5.5rem',
    align: 'right',
    cell: ({ cost, usage, startTime }) => (
      <Money
        at={startTime}
        amount={cost.total}
        currency={cost.currency}
        unpricedSpans={cost.unpricedSpans}
        of={{ tokens: usage.total, estimated: usage.estimated }}
      />
    ),
  },
  { id: 'user', usual: true, width: '7rem', wideOnly: true, cell: (trace) => text(trace.userId) },
  { id: 'session', usual: false, width: '8rem', wideOnly: true, cell: (trace) => text(trace.sessionId) },
  { id: 'agent', usual: false, width: '8rem', wideOnly: true, cell: (trace) => several(trace.agents) },
  { id: 'tags', usual: false, width: '8rem', wideOnly: true, cell: (trace) => several(trace.tags) },
  { id: 'release', usual: false, width: '6.5rem', wideOnly: true, cell: (trace) => text(trace.release) },
  {
    id: 'environment',
    usual: false,
    width: '7rem',
    wideOnly: true,
    cell: (trace) => text(trace.environment),
  },
  { id: 'service', usual: false, width: '7rem', wideOnly: true, cell: (trace) => text(trace.service) },
  {
    id: 'scores',
    usual: false,
    width: '17rem',
    wideOnly: true,
    cell: (trace) => <ScoresOfTrace traceId={trace.traceId} />,
  },
  {
    id: 'spans',
    usual: false,
    width: '4rem',
    align: 'right',
    wideOnly: true,
    cell: (trace) => <Tokens count={trace.spanCount} />,
  },
];

export const USUAL_COLUMNS: readonly string[] = TRACE_COLUMNS.filter((column) => column.usual).map(
  ({ id }) => id,
);

/** The chosen columns as the table takes them. Bars fill up at a duration few traces exceed: one outlier hides none. */
export function tableColumns(
  chosen: ReadonlySet<string>,
  t: typeof tracesTexts.t,
  rows: readonly TraceSummary[],
): Column<TraceSummary>[] {
  const longestMs = quantile(rows, 0.95, (row) => row.durationMs) ?? 0;
  return TRACE_COLUMNS.filter((column) => chosen.has(column.id)).map(({ usual: _, cell, ...column }) => ({
    ...column,
    header: t(column.id),
    cell: (trace) => cell(trace, longestMs),
  }));
}
