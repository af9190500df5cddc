import type { WasteTrace } from '@pharos/core/api/waste';
import { readIn } from '@pharos/core/local-text';
import { WASTE_RULES, type WasteKind } from '@pharos/core/waste/waste';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ListOf } from '../../../api/telemetry.ts';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { LoadMore } from '../../../components/LoadMore.tsx';
import { SidePanel } from '../../../components/SidePanel.tsx';
import { SkeletonRows } from '../../../components/Skeleton.tsx';
import { type Column, Table } from '../../../components/Table.tsx';
import { titleOf } from '../../../components/trace-strip/title.ts';
import { Money, When } from '../../../components/values.tsx';
import { useLanguage, useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { wasteTexts } from './texts.ts';
import { wasteTracesQuery } from './waste-api.ts';

/** The traces behind a kind of waste, the worst first, beside the page. */
export function WasteTraces({ kind, list, onClose }: { kind: WasteKind; list: ListOf; onClose: () => void }) {
  const t = useTexts(wasteTexts);
  const language = useLanguage();
  const project = useProject();
  const query = useInfiniteQuery(wasteTracesQuery(project, list, kind));
  const rows = query.data?.pages.flatMap((page) => page.data) ?? [];
  const title = t('listOf', { kind: t(kind) });
  const rule = WASTE_RULES.find((each) => each.kind === kind);
  const columns: Column<WasteTrace>[] = [
    {
      id: 'trace',
      header: t('trace'),
      cell: (row) => (
        <span dir="auto" title={row.traceId}>
          {row.trace ? titleOf(row.trace) : row.traceId}
        </span>
      ),
    },
    {
      id: 'started',
      header: t('started'),
      width: '7.5rem',
      wideOnly: true,
      cell: (row) => <When at={row.trace?.startTime} listed />,
    },
    {
      id: 'cost',
      header: t('cost'),
      width: '5rem',
      align: 'right',
      wideOnly: true,
      cell: (row) => <AmountOf row={row} amount={row.trace?.cost.total} />,
    },
    {
      id: 'wasted',
      header: t('wasted'),
      width: '5.5rem',
      align: 'right',
      cell: (row) => <AmountOf row={row} amount={row.wasted} />,
    },
  ];
  return (
    <SidePanel label={title} title={title} onClose={onClose}>
      <div className="flex flex-col gap-3 px-4 pt-3 pb-8">
        {rule && <p className="text-sm text-muted">{readIn(rule.meaning, language)}</p>}
        {query.isError ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : query.isPending ? (
          <SkeletonRows rows={8} />
        ) : rows.length === 0 ? (
          <p className="py-3 text-sm text-muted">{t('none')}</p>
        ) : (
          <Table
            label={title}
            columns={columns}
            rows={rows}
            rowKey={({ traceId }) => traceId}
            rowLink={({ traceId }) => ({ to: '/p/$project/traces/$traceId', params: { project, traceId } })}
            footer={<LoadMore query={query} />}
          />
        )}
      </div>
    </SidePanel>
  );
}

/** A trace's amounts are shown at the rate of its own time, as in every list of traces. */
const AmountOf = ({ row: { trace }, amount }: { row: WasteTrace; amount: string | undefined }) => (
  <Money amount={amount} {...(trace && { at: trace.startTime })} />
);
