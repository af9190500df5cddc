import type { StoredExport } from '@pharos/core/api/exports';
import { useState } from 'react';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { type Column, Table } from '../../../components/Table.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { useChange } from '../settings-api.ts';
import { ExportActions } from './ExportActions.tsx';
import { ExportProgress } from './ExportProgress.tsx';
import { exportTexts } from './export-texts.ts';
import { exportChanges } from './exports-api.ts';

/** The exports that are kept: what goes where, how far it is, and what can be done with it. */
export function ExportTable({ project, exports }: { project: string; exports: readonly StoredExport[] }) {
  const t = useTexts(exportTexts);
  const [deleting, setDeleting] = useState<StoredExport>();
  const remove = useChange(project, exportChanges.remove, 'exports');
  const columns: Column<StoredExport>[] = [
    {
      id: 'name',
      header: t('name'),
      width: '11rem',
      cell: (each) => (
        <span className="flex min-w-0 flex-col">
          <span className="truncate font-medium">{each.name}</span>
          <span className="truncate text-xs text-muted">
            {each.kinds.map((kind) => t(kind)).join(', ')} · {t(each.format)} · {t(each.times.every)}
          </span>
        </span>
      ),
    },
    {
      id: 'target',
      header: t('target'),
      width: '13rem',
      wideOnly: true,
      cell: ({ target, id }) => (
        <span className="block truncate font-mono text-xs text-soft" title={placeOf(target, id)}>
          {placeOf(target, id)}
        </span>
      ),
    },
    { id: 'state', header: t('state'), cell: (each) => <ExportProgress kept={each} /> },
    {
      id: 'actions',
      header: <span className="sr-only">{t('more', { name: '' })}</span>,
      width: '3rem',
      align: 'right',
      cell: (each) => <ExportActions project={project} kept={each} onDelete={() => setDeleting(each)} />,
    },
  ];
  return (
    <>
      <Table label={t('title')} columns={columns} rows={exports} rowKey={({ id }) => id} />
      <ConfirmDialog
        open={deleting !== undefined}
        onClose={() => setDeleting(undefined)}
        title={t('deleteTitle', { name: deleting?.name ?? '' })}
        action={t('delete')}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => deleting && remove.mutate(deleting.id, { onSuccess: () => setDeleting(undefined) })}
      >
        {t('deleteHint')}
      </ConfirmDialog>
    </>
  );
}

/** Its own folder: below that of the project, or in its bucket. */
function placeOf(target: StoredExport['target'], id: string): string {
  const parts = target.to === 'disk' ? [target.directory] : [target.endpoint, target.bucket, target.prefix];
  return [...parts, id]
    .filter((part) => part !== '')
    .join('/')
    .replace(/^https?:\/\//, '');
}
