import type { Reconciliation } from '@pharos/core/api/reconcile';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowLeft, Download, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useRole } from '../../../api/me.ts';
import { Badge } from '../../../components/Badge.tsx';
import { Button, IconButton } from '../../../components/Button.tsx';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { cx } from '../../../components/cx.ts';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { BadFilter } from '../../../components/filter-bar/BadFilter.tsx';
import { problemIn } from '../../../components/filter-bar/edit.ts';
import { FilterBar } from '../../../components/filter-bar/FilterBar.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { Segmented } from '../../../components/Segmented.tsx';
import { SkeletonRows } from '../../../components/Skeleton.tsx';
import { AmountsAt } from '../../../format/shown-rate.tsx';
import { common } from '../../../i18n/common.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { atLeast } from '../../../rights.ts';
import { useProject } from '../../../use-project.ts';
import { useStillRange } from '../../../use-still-range.ts';
import { Causes } from './Causes.tsx';
import { MatrixTable } from './MatrixTable.tsx';
import { measuresOf } from './matrix.ts';
import { deleteStatement, exportAddress, reconciliationQuery, statementsQuery } from './reconcile-api.ts';
import { Summary } from './Summary.tsx';
import { reconcileTexts } from './texts.ts';
import { useReconcile } from './use-reconcile.ts';
import { ZoneSelect } from './ZoneSelect.tsx';

/** One statement beside what was measured. */
export function Comparison({ id }: { id: string }) {
  const t = useTexts(reconcileTexts);
  const project = useProject();
  const { compared, open, setFilter } = useReconcile();
  const range = useStillRange();
  const isBad = problemIn(compared.filter) !== undefined;
  const query = useQuery({ ...reconciliationQuery(project, id, compared), enabled: !isBad });
  const of = query.data;
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <IconButton label={t('back')} onClick={() => open(undefined)}>
          <ArrowLeft className="size-4" aria-hidden />
        </IconButton>
        <h2 className="min-w-0 truncate text-base font-semibold">{of?.statement.name ?? t('statement')}</h2>
        {of && <Facts of={of} />}
        <span className="ml-auto flex items-center gap-2">
          <a
            href={exportAddress(project, id, compared)}
            download
            className="inline-flex h-8 items-center gap-1.5 rounded-md border border-line bg-raised px-3 text-sm hover:bg-hover"
          >
            <Download className="size-4" aria-hidden />
            CSV
          </a>
          <Delete id={id} name={of?.statement.name ?? ''} />
        </span>
      </div>
      <FilterBar value={compared.filter} onChange={setFilter} range={range} />
      {isBad ? (
        <BadFilter />
      ) : of ? (
        <div
          aria-busy={query.isFetching}
          className={cx('flex min-w-0 flex-col gap-6', query.isPlaceholderData && 'opacity-55')}
        >
          <AmountsAt at={of.statement.to}>
            <Parts of={of} />
          </AmountsAt>
        </div>
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <SkeletonRows rows={8} />
      )}
    </div>
  );
}

function Facts({ of: { statement } }: { of: Reconciliation }) {
  const t = useTexts(reconcileTexts);
  const { provider, from, to, files } = statement;
  return (
    <>
      <Badge>{provider || t('anyProvider')}</Badge>
      <span className="figures text-sm text-muted">{from === to ? from : `${from} – ${to}`}</span>
      {files.some(({ isPartial }) => isPartial) && (
        <Badge tone="warn" title={t('partialHint')}>
          {t('partial')}
        </Badge>
      )}
    </>
  );
}

function Parts({ of }: { of: Reconciliation }): ReactNode {
  const t = useTexts(reconcileTexts);
  const project = useProject();
  const { by, setBy, compared, setZone, clearSame } = useReconcile();
  const { comparison, statement, zone } = of;
  const measures = measuresOf(comparison);
  const measure = by && measures.includes(by) ? by : measures[0];
  const isRateMissing = comparison.currencies.some(({ inDollars }) => !inDollars);
  return (
    <>
      <Panel title={t('summary')} actions={<ZoneSelect zone={zone} told={statement.zone} onZone={setZone} />}>
        <Summary {...comparison} />
        {isRateMissing && (
          <Link
            to="/p/$project/settings/prices"
            params={{ project }}
            className="self-start text-xs text-accent hover:underline"
          >
            {t('setRate')}
          </Link>
        )}
      </Panel>
      <Panel
        title={t('causes')}
        note={t('causesHint')}
        actions={
          compared.same.length > 0 && (
            <Button variant="quiet" title={compared.same.join('\n')} onClick={clearSame}>
              {t('clearSame', { count: compared.same.length })}
            </Button>
          )
        }
      >
        <Causes of={of} />
      </Panel>
      {measure && (
        <Panel
          title={t('matrix')}
          note={comparison.cut > 0 ? t('cut', { count: comparison.cut }) : t('matrixHint')}
        >
          {measures.length > 1 && (
            <div className="pt-1 pb-2">
              <Segmented
                label={t('figure')}
                value={measure}
                options={measures.map((value) => ({ value, label: t(value) }))}
                onChange={setBy}
              />
            </div>
          )}
          <MatrixTable of={of} measure={measure} />
        </Panel>
      )}
    </>
  );
}

function Delete({ id, name }: { id: string; name: string }) {
  const t = useTexts(reconcileTexts);
  const c = useTexts(common);
  const project = useProject();
  const client = useQueryClient();
  const { open } = useReconcile();
  const [isAsking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => deleteStatement(project, id),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: statementsQuery(project).queryKey });
      open(undefined);
    },
  });
  if (!atLeast(useRole(project), 'member')) return null;
  return (
    <>
      <IconButton label={t('delete')} variant="quietDanger" onClick={() => setAsking(true)}>
        <Trash2 className="size-4" aria-hidden />
      </IconButton>
      <ConfirmDialog
        open={isAsking}
        onClose={() => setAsking(false)}
        title={t('deleteTitle', { name })}
        action={c('delete')}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate()}
      >
        {t('deleteHint')}
      </ConfirmDialog>
    </>
  );
}
