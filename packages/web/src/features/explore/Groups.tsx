import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { cx } from '../../components/cx.ts';
import { PartError } from '../../components/ErrorState.tsx';
import { Panel, PanelSkeleton } from '../../components/Panel.tsx';
import { Table } from '../../components/Table.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { useWidgetSource } from '../../widgets/context.ts';
import { widgetTexts } from '../../widgets/texts.ts';
import { useTracesBehind } from '../../widgets/use-pick.ts';
import { useGroupColumns } from './group-columns.tsx';
import { groupRows } from './group-rows.ts';
import { exploreTexts } from './texts.ts';
import type { Explore } from './use-explore.ts';
import { widgetOf } from './widget.ts';

interface GroupsProps extends Explore {
  title: string;
}

const HEIGHT = 240;

/** Every group with its figures, its share, its change and its shape. A row opens its traces. */
export function Groups({ state, change, title }: GroupsProps) {
  const t = useTexts(exploreTexts);
  const w = useTexts(widgetTexts);
  const source = useWidgetSource();
  const widget = useMemo(() => widgetOf({ ...state, compare: true }, 'table'), [state]);
  const query = useQuery(source.queryOf(widget));
  const behind = useTracesBehind(widget);
  const columns = useGroupColumns({ state, change }, query.data?.units);
  const rows = useMemo(() => (query.data ? groupRows(query.data, state) : []), [query.data, state]);
  return (
    <Panel
      title={title}
      note={query.data && t('groupCount', { count: rows.filter(({ series }) => !series.other).length })}
      className="border-t pt-2"
    >
      <div aria-busy={query.isFetching} className={cx(query.isPlaceholderData && 'opacity-55')}>
        {query.data === undefined ? (
          query.isError ? (
            <PartError error={query.error} onRetry={() => void query.refetch()} />
          ) : (
            <PanelSkeleton height={HEIGHT} shape="rows" />
          )
        ) : rows.length === 0 ? (
          <p className="py-3 text-sm text-muted">{w('empty')}</p>
        ) : (
          <Table
            label={title}
            columns={columns}
            rows={rows}
            rowKey={({ key }) => key}
            rowLink={({ series }) => behind(series.other ? {} : { group: series.group }) ?? { to: '.' }}
          />
        )}
      </div>
    </Panel>
  );
}
