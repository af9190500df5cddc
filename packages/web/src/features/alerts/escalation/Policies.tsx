import type { StoredAlertDocument } from '@pharos/core/api/alerts';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { alertDocumentsQuery } from '../../../api/alerts.ts';
import { Badge } from '../../../components/Badge.tsx';
import { Button } from '../../../components/Button.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { type Named, nameOf } from '../../../components/form/named.ts';
import { Section } from '../../../components/Section.tsx';
import { SkeletonRows } from '../../../components/Skeleton.tsx';
import { type Column, Table } from '../../../components/Table.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { PolicyDialog } from './PolicyDialog.tsx';
import { keyOf } from './policy-form.ts';
import { RemoveButton } from './RemoveButton.tsx';
import { escalationTexts } from './texts.ts';
import { useNames } from './use-names.ts';

type Row = StoredAlertDocument<'policy'>;

/** The policies, each with its steps in words. */
export function Policies({ project, may }: { project: string; may: boolean }) {
  const t = useTexts(escalationTexts);
  const policies = useQuery(alertDocumentsQuery(project, 'policy'));
  const { targets } = useNames(project);
  const [edited, setEdited] = useState<Row | 'new'>();
  const columns: Column<Row>[] = [
    {
      id: 'name',
      header: t('name'),
      width: '32%',
      cell: ({ name, isDefault }) => (
        <span className="flex min-w-0 items-center gap-2">
          <span className="truncate font-medium">{name}</span>
          {isDefault && (
            <Badge tone="accent" title={t('isDefaultHint')}>
              {t('default')}
            </Badge>
          )}
        </span>
      ),
    },
    { id: 'steps', header: t('steps'), cell: (row) => <Steps policy={row} targets={targets} /> },
  ];
  if (may)
    columns.push({
      id: 'actions',
      header: <span className="sr-only">{t('actions')}</span>,
      width: '2.5rem',
      align: 'right',
      cell: ({ id, name }) => <RemoveButton project={project} kind="policy" id={id} name={name} />,
    });
  const make = may && (
    <Button variant="primary" onClick={() => setEdited('new')}>
      <Plus className="size-4" aria-hidden />
      {t('newPolicy')}
    </Button>
  );
  const isEmpty = policies.data?.length === 0;
  return (
    <Section title={t('policies')} hint={t('policiesHint')} action={!isEmpty && make}>
      {policies.isError ? (
        <ErrorState error={policies.error} onRetry={() => void policies.refetch()} />
      ) : !policies.data ? (
        <SkeletonRows rows={2} />
      ) : isEmpty ? (
        <EmptyState title={t('noPolicies')} action={make}>
          {t('noPoliciesHint')}
        </EmptyState>
      ) : (
        <Table
          label={t('policies')}
          columns={columns}
          rows={policies.data}
          rowKey={({ id }) => id}
          {...(may && { onOpen: setEdited })}
        />
      )}
      {edited && (
        <PolicyDialog
          project={project}
          policy={edited === 'new' ? undefined : edited}
          onClose={() => setEdited(undefined)}
        />
      )}
    </Section>
  );
}

/** `at once: Ada → after 15 min: Nights`. */
function Steps({ policy, targets }: { policy: Row; targets: readonly Named[] }) {
  const t = useTexts(escalationTexts);
  const format = useFormat();
  return (
    <ol className="py-1.5 text-sm">
      {policy.steps.map((step, i) => {
        const names = step.targets.map((target) => nameOf(targets, keyOf(target))).join(', ');
        const when =
          i === 0 ? t('atOnce') : t('after', { duration: format.period(step.afterSeconds * 1000) });
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its position
          <li key={i} className="truncate" title={names}>
            <span className="text-muted">{when}</span> {names}
          </li>
        );
      })}
    </ol>
  );
}
