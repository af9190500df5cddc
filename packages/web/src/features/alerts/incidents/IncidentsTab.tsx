import { SEVERITIES } from '@pharos/core/alerts/rule';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { useRef } from 'react';
import { z } from 'zod';
import { incidentsQuery } from '../../../api/incidents.ts';
import { Button } from '../../../components/Button.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { incidentWords } from '../../../components/incidents/texts.ts';
import { LoadMore } from '../../../components/LoadMore.tsx';
import { Segmented } from '../../../components/Segmented.tsx';
import { Select } from '../../../components/Select.tsx';
import { SkeletonRows } from '../../../components/Skeleton.tsx';
import { Table } from '../../../components/Table.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { useShortcuts } from '../../../shortcuts.ts';
import { useUrlState } from '../../../url-state.ts';
import { useProject } from '../../../use-project.ts';
import { useColumns } from './columns.tsx';
import { incidentTexts } from './texts.ts';

const SHOWN = ['open', 'ended', 'all'] as const;
const EMPTY = { open: 'empty', ended: 'emptyEnded', all: 'emptyAll' } as const;
const incidentsSearch = z.object({
  show: z.enum(SHOWN).default('open').catch('open'),
  severity: z.enum(SEVERITIES).optional().catch(undefined),
  rule: z.string().max(64).optional().catch(undefined),
});

/** What fires, and did: the newest first, those that are open before all. */
export function IncidentsTab() {
  const t = useTexts(incidentTexts);
  const w = useTexts(incidentWords);
  const project = useProject();
  const [{ show, severity, rule }, set] = useUrlState(incidentsSearch);
  const query = useInfiniteQuery(incidentsQuery(project, { state: show, severity, rule }));
  const columns = useColumns();
  const box = useRef<HTMLDivElement>(null);
  const firstRow = () => box.current?.querySelector<HTMLElement>('tbody tr[tabindex]')?.focus();
  useShortcuts([{ keys: 'j', label: t('list'), run: firstRow }]);
  const rows = query.data?.pages.flatMap((page) => page.data);
  const isFiltered = severity !== undefined || rule !== undefined;
  return (
    <div ref={box}>
      <div className="flex flex-wrap items-center gap-3 pb-3">
        <Segmented
          label={t('show')}
          value={show}
          onChange={(next) => set({ show: next === 'open' ? undefined : next })}
          options={SHOWN.map((value) => ({ value, label: t(`show_${value}`) }))}
        />
        <Select
          label={t('severity')}
          value={severity ?? ''}
          onChange={(next) => set({ severity: next === '' ? undefined : next })}
          options={[
            { value: '', label: t('anySeverity') },
            ...SEVERITIES.toReversed().map((value) => ({ value, label: w(value) })),
          ]}
        />
        {rule !== undefined && (
          <Button onClick={() => set({ rule: undefined })} title={t('clear')}>
            {t('ofRule', { rule: rows?.[0]?.rule.name ?? rule })}
            <X className="size-3.5 text-muted" aria-hidden />
          </Button>
        )}
      </div>
      {query.isError && !rows ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : !rows ? (
        <SkeletonRows rows={6} />
      ) : rows.length > 0 ? (
        <Table
          label={t('list')}
          columns={columns}
          rows={rows}
          rowKey={({ id }) => id}
          rowLink={({ id }) => ({
            to: '/p/$project/alerts/incidents/$incidentId',
            params: { project, incidentId: id },
          })}
          stale={query.isPlaceholderData}
          footer={<LoadMore query={query} />}
        />
      ) : isFiltered ? (
        <p className="flex items-center gap-3 py-6 text-sm text-muted">
          {t('noMatch')}
          <Button onClick={() => set({ severity: undefined, rule: undefined })}>{t('clear')}</Button>
        </p>
      ) : (
        <EmptyState
          title={t(EMPTY[show])}
          action={
            <Link
              to="/p/$project/alerts/rules"
              params={{ project }}
              className="text-sm text-accent hover:underline"
            >
              {t('toRules')}
            </Link>
          }
        >
          {t('emptyHint')}
        </EmptyState>
      )}
    </div>
  );
}
