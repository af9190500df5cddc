import type { StoredAlertDocument } from '@pharos/core/api/alerts';
import { useQuery } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { alertDocumentsQuery, useRemoveAlertDocument } from '../../../api/alerts.ts';
import { Button, IconButton } from '../../../components/Button.tsx';
import { ErrorLine, ErrorState } from '../../../components/ErrorState.tsx';
import { Section } from '../../../components/Section.tsx';
import { SkeletonRows } from '../../../components/Skeleton.tsx';
import { type Column, Table } from '../../../components/Table.tsx';
import { Absent } from '../../../components/values.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { InhibitionDialog } from './InhibitionDialog.tsx';
import { MatcherText } from './MatcherText.tsx';
import { silenceTexts } from './texts.ts';

type Row = StoredAlertDocument<'inhibition'>;

/** What mutes its symptoms while it fires. */
export function Inhibitions({ project, may }: { project: string; may: boolean }) {
  const t = useTexts(silenceTexts);
  const inhibitions = useQuery(alertDocumentsQuery(project, 'inhibition'));
  const remove = useRemoveAlertDocument(project, 'inhibition');
  const [edited, setEdited] = useState<Row | 'new'>();
  const columns: Column<Row>[] = [
    { id: 'name', header: t('name'), cell: ({ name }) => <span className="font-medium">{name}</span> },
    { id: 'source', header: t('source'), cell: ({ source }) => <MatcherText matchers={source} /> },
    { id: 'target', header: t('target'), cell: ({ target }) => <MatcherText matchers={target} /> },
    {
      id: 'equal',
      header: t('equal'),
      width: '10rem',
      wideOnly: true,
      cell: ({ equal }) => (equal.length === 0 ? <Absent /> : equal.join(', ')),
    },
  ];
  if (may)
    columns.push({
      id: 'actions',
      header: <span className="sr-only">{t('actions')}</span>,
      width: '2.5rem',
      align: 'right',
      cell: ({ id, name }) => (
        <IconButton
          label={t('removeInhibition', { name })}
          className="size-7"
          disabled={remove.isPending}
          onClick={() => remove.mutate(id)}
        >
          <Trash2 className="size-3.5" aria-hidden />
        </IconButton>
      ),
    });
  return (
    <Section
      title={t('inhibitions')}
      hint={t('inhibitionsHint')}
      action={
        may && (
          <Button onClick={() => setEdited('new')}>
            <Plus className="size-4 text-muted" aria-hidden />
            {t('newInhibition')}
          </Button>
        )
      }
    >
      {inhibitions.isError ? (
        <ErrorState error={inhibitions.error} onRetry={() => void inhibitions.refetch()} />
      ) : !inhibitions.data ? (
        <SkeletonRows rows={2} />
      ) : inhibitions.data.length === 0 ? (
        <p className="text-sm text-muted">{t('noInhibitions')}</p>
      ) : (
        <Table
          label={t('inhibitions')}
          columns={columns}
          rows={inhibitions.data}
          rowKey={({ id }) => id}
          {...(may && { onOpen: setEdited })}
        />
      )}
      <ErrorLine error={remove.error} />
      {edited && (
        <InhibitionDialog
          project={project}
          inhibition={edited === 'new' ? undefined : edited}
          onClose={() => setEdited(undefined)}
        />
      )}
    </Section>
  );
}
