import type { ApiPaths, ApiPathsComparison } from '@pharos/core/api/paths';
import type { Metric } from '@pharos/core/metrics';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { comparisonQuery, pathsQuery } from '../../../api/paths.ts';
import { Delta } from '../../../components/Delta.tsx';
import { Panel, QueryPanel } from '../../../components/Panel.tsx';
import { type Column, Table } from '../../../components/Table.tsx';
import { Absent } from '../../../components/values.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { FlowGraph } from './FlowGraph.tsx';
import { useBasisText } from './FlowPanel.tsx';
import { useFlowWords } from './flow-words.ts';
import { bothFlows, shownFlow } from './shown-flow.ts';
import { usePathsState } from './state.ts';
import { pathsTexts } from './texts.ts';
import { Way } from './VariantTable.tsx';
import { VersionSelect } from './VersionSelect.tsx';

const MOST_CHANGES = 12;

/** Two versions, or a time and the one before it, side by side. */
export function ComparedPaths({ agent }: { agent: string }) {
  const t = useTexts(pathsTexts);
  const project = useProject();
  const { state, set, runs } = usePathsState();
  const versions = useQuery(pathsQuery(project, agent, { ...runs, version: '' })).data?.versions ?? [];
  const query = useQuery(comparisonQuery(project, agent, { ...runs, baseVersion: state.base ?? '' }));
  return (
    <>
      <div className="flex flex-wrap items-center gap-4">
        <VersionSelect
          label={t('version')}
          value={state.version ?? ''}
          versions={versions}
          none={t('allVersions')}
          onChange={(version) => set({ version: version || undefined })}
        />
        <VersionSelect
          label={t('against')}
          value={state.base ?? ''}
          versions={versions}
          none={t('before')}
          onChange={(base) => set({ base: base || undefined })}
        />
      </div>
      <QueryPanel title={t('figures')} query={query} height={320} skeleton="rows">
        {(compared) => <ComparedFigures compared={compared} period={state.base ?? t('before')} />}
      </QueryPanel>
      <div className="grid gap-4 border-t pt-3 2xl:grid-cols-2">
        <Side side="before" title={t('beforeSide')} query={query} />
        <Side side="after" title={t('afterSide')} query={query} />
      </div>
      {query.data && <Changes compared={query.data} />}
    </>
  );
}

interface SideProps {
  side: 'before' | 'after';
  title: string;
  query: UseQueryResult<ApiPathsComparison>;
}

/** One of two graphs in which the same step stands at the same place. */
function Side({ side, title, query }: SideProps) {
  const t = useTexts(pathsTexts);
  const basis = useBasisText();
  const { state, choose } = usePathsState();
  return (
    <QueryPanel title={title} note={query.data && basis(query.data[side])} query={query} height={220}>
      {({ before, after, [side]: paths }) => {
        if (paths.figures.runs === 0) return <p className="py-3 text-sm text-muted">{t('empty')}</p>;
        const [earlier, later] = [before, after].map((each) => shownFlow(each, false, undefined));
        if (!earlier || !later) return null;
        const { from, to } = paths.basis;
        // What stands before is another version, or another time.
        const among = side === 'after' ? {} : state.base ? { version: state.base } : { from, to };
        return (
          <div className="scroll-thin overflow-x-auto">
            <FlowGraph
              paths={paths}
              flow={side === 'before' ? earlier : later}
              among={bothFlows(earlier, later)}
              color={state.color}
              onOpen={(stop) => choose(stop, { view: undefined, ...among })}
            />
          </div>
        );
      }}
    </QueryPanel>
  );
}

interface FigureRow {
  id: string;
  label: string;
  metric: Pick<Metric, 'unit' | 'better'>;
  before: number | null;
  after: number | null;
}

function ComparedFigures({ compared, period }: { compared: ApiPathsComparison; period: string }) {
  const t = useTexts(pathsTexts);
  const format = useFormat();
  const { before, after, changes } = compared;
  const row = (
    name: 'runs' | 'success' | 'p50' | 'p95' | 'costPerRun' | 'stepsPerRun',
    metric: FigureRow['metric'],
    of: (figures: ApiPaths['figures']) => number | string | null,
  ): FigureRow => {
    const value = (paths: ApiPaths) => {
      const told = of(paths.figures);
      return told === null ? null : Number(told);
    };
    return { id: name, label: t(name), metric, before: value(before), after: value(after) };
  };
  const rows: FigureRow[] = [
    row('runs', { unit: 'count', better: 'neither' }, ({ runs }) => runs),
    row('success', { unit: 'ratio', better: 'more' }, ({ successRate }) => successRate),
    row('p50', { unit: 'ms', better: 'less' }, ({ p50Ms }) => p50Ms),
    row('p95', { unit: 'ms', better: 'less' }, ({ p95Ms }) => p95Ms),
    row('costPerRun', { unit: 'usd', better: 'less' }, ({ costPerRun }) => costPerRun),
    row('stepsPerRun', { unit: 'number', better: 'less' }, ({ stepsPerRun }) => stepsPerRun),
    ...changes.findings.map(
      ({ kind, before: was, after: is }): FigureRow => ({
        ...{ id: kind, label: t(kind), metric: { unit: 'ratio', better: 'less' }, before: was, after: is },
      }),
    ),
  ];
  const text = (value: number | null, { unit }: FigureRow['metric']): ReactNode =>
    value === null ? <Absent /> : format.unit(value, unit);
  const columns: Column<FigureRow>[] = [
    { id: 'figure', header: t('figure'), cell: ({ label }) => label },
    {
      id: 'before',
      header: t('beforeSide'),
      width: '7rem',
      align: 'right',
      cell: (each) => text(each.before, each.metric),
    },
    {
      id: 'after',
      header: t('afterSide'),
      width: '7rem',
      align: 'right',
      cell: (each) => text(each.after, each.metric),
    },
    {
      id: 'change',
      header: t('change'),
      width: '7rem',
      align: 'right',
      cell: (each) => <Delta metric={each.metric} now={each.after} before={each.before} period={period} />,
    },
  ];
  return <Table label={t('figures')} columns={columns} rows={rows} rowKey={({ id }) => id} />;
}

interface ChangeRow {
  key: string;
  what: ReactNode;
  before: number;
  after: number;
}

function Changes({ compared: { before, after, changes } }: { compared: ApiPathsComparison }) {
  const t = useTexts(pathsTexts);
  const { name } = useFlowWords();
  // What only one side has is named by that one.
  const both = { steps: [...after.steps, ...before.steps] };
  const changed = <Of extends { delta: number }>(all: readonly Of[]) =>
    all.filter(({ delta }) => delta !== 0).slice(0, MOST_CHANGES);
  return (
    <>
      <Panel title={t('changedWays')} className="border-t pt-3">
        <ChangeTable
          label={t('changedWays')}
          rows={changed(changes.ways).map((way) => ({
            ...way,
            ...{ key: `${way.from}\n${way.to}`, what: `${name(both, way.from)} → ${name(both, way.to)}` },
          }))}
        />
      </Panel>
      <Panel title={t('changedVariants')} className="border-t pt-3">
        <ChangeTable
          label={t('changedVariants')}
          rows={changed(changes.variants).map((each) => ({
            ...each,
            ...{ key: each.id, what: <Way paths={both} steps={each.steps} /> },
          }))}
        />
      </Panel>
    </>
  );
}

function ChangeTable({ label, rows }: { label: string; rows: ChangeRow[] }) {
  const t = useTexts(pathsTexts);
  const format = useFormat();
  if (rows.length === 0) return <p className="py-3 text-sm text-muted">{t('nothingChanged')}</p>;
  const columns: Column<ChangeRow>[] = [
    { id: 'what', header: t('variant'), cell: ({ what }) => what },
    {
      id: 'before',
      header: t('beforeSide'),
      width: '6rem',
      align: 'right',
      cell: (row) => format.percent(row.before),
    },
    {
      id: 'after',
      header: t('afterSide'),
      width: '6rem',
      align: 'right',
      cell: (row) => format.percent(row.after),
    },
    {
      id: 'change',
      header: t('change'),
      width: '6rem',
      align: 'right',
      cell: (row) => (
        <Delta
          metric={{ unit: 'ratio', better: 'neither' }}
          now={row.after}
          before={row.before}
          period={t('beforeSide')}
        />
      ),
    },
  ];
  return <Table label={label} columns={columns} rows={rows} rowKey={({ key }) => key} />;
}
