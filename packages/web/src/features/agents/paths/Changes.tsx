import type { ApiPathsComparison } from '@pharos/core/api/paths';
import type { ReactNode } from 'react';
import { Delta } from '../../../components/Delta.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { type Column, Table } from '../../../components/Table.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useFlowWords } from './flow-words.ts';
import { pathsTexts } from './texts.ts';
import { Way } from './VariantTable.tsx';

const MOST_CHANGES = 12;

interface ChangeRow {
  key: string;
  what: ReactNode;
  before: number;
  after: number;
}

interface ChangesProps {
  compared: ApiPathsComparison;
  /** What is compared with. */
  period: string;
}

/** The ways and variants whose share changed most. */
export function Changes({ compared: { before, after, changes }, period }: ChangesProps) {
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
          period={period}
          rows={changed(changes.ways).map((way) => ({
            ...way,
            ...{ key: `${way.from}\n${way.to}`, what: `${name(both, way.from)} → ${name(both, way.to)}` },
          }))}
        />
      </Panel>
      <Panel title={t('changedVariants')} className="border-t pt-3">
        <ChangeTable
          label={t('changedVariants')}
          period={period}
          rows={changed(changes.variants).map((each) => ({
            ...each,
            ...{ key: each.id, what: <Way paths={both} steps={each.steps} /> },
          }))}
        />
      </Panel>
    </>
  );
}

function ChangeTable({ label, period, rows }: { label: string; period: string; rows: ChangeRow[] }) {
  const t = useTexts(pathsTexts);
  const format = useFormat();
  if (rows.length === 0) return <p className="py-3 text-sm text-muted">{t('nothingChanged')}</p>;
  const columns: Column<ChangeRow>[] = [
    { id: 'what', header: t('variant'), cell: ({ what }) => what },
    {
      id: 'before',
      header: t('beforeSide'),
      width: '4.5rem',
      align: 'right',
      cell: (row) => format.percent(row.before),
    },
    {
      id: 'after',
      header: t('afterSide'),
      width: '4.5rem',
      align: 'right',
      cell: (row) => format.percent(row.after),
    },
    {
      id: 'change',
      header: t('change'),
      width: '4.5rem',
      align: 'right',
      cell: (row) => (
        <Delta
          metric={{ unit: 'ratio', better: 'neither' }}
          now={row.after}
          before={row.before}
          period={period}
        />
      ),
    },
  ];
  return <Table label={label} columns={columns} rows={rows} rowKey={({ key }) => key} />;
}
