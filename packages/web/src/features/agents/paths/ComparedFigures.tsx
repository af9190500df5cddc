import type { ApiPaths, ApiPathsComparison } from '@pharos/core/api/paths';
import type { Metric } from '@pharos/core/metrics';
import type { ReactNode } from 'react';
import { Delta } from '../../../components/Delta.tsx';
import { type Column, Table } from '../../../components/Table.tsx';
import { Absent } from '../../../components/values.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { pathsTexts } from './texts.ts';

interface FigureRow {
  id: string;
  label: string;
  metric: Pick<Metric, 'unit' | 'better'>;
  before: number | null;
  after: number | null;
}

/** The figures of both sides, and by how much they differ. */
export function ComparedFigures({ compared, period }: { compared: ApiPathsComparison; period: string }) {
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
      width: '5.5rem',
      align: 'right',
      cell: (each) => text(each.before, each.metric),
    },
    {
      id: 'after',
      header: t('afterSide'),
      width: '5.5rem',
      align: 'right',
      cell: (each) => text(each.after, each.metric),
    },
    {
      id: 'change',
      header: t('change'),
      width: '5.5rem',
      align: 'right',
      cell: (each) => <Delta metric={each.metric} now={each.after} before={each.before} period={period} />,
    },
  ];
  return <Table label={t('figures')} columns={columns} rows={rows} rowKey={({ id }) => id} />;
}
