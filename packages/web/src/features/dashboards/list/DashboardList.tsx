import type { DashboardSummary } from '@pharos/core/api/dashboards';
import { readIn } from '@pharos/core/local-text';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Copy, Download, Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { dashboardQuery } from '../../../api/dashboards.ts';
import { IconButton } from '../../../components/Button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../../components/Menu.tsx';
import { type Column, Table } from '../../../components/Table.tsx';
import { When } from '../../../components/values.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useLanguage, useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { dashboardTexts } from '../texts.ts';
import { CopyDialog } from './CopyDialog.tsx';
import { DeleteDialog } from './DeleteDialog.tsx';
import { downloadDashboard } from './json.ts';

interface DashboardListProps {
  title: string;
  dashboards: readonly DashboardSummary[];
  /** The reader may change them. */
  may: boolean;
}

/** Dashboards of one origin. */
export function DashboardList({ title, dashboards, may }: DashboardListProps) {
  const t = useTexts(dashboardTexts);
  const format = useFormat();
  const language = useLanguage();
  const project = useProject();
  const own = dashboards.some(({ source }) => source === 'own');
  const columns: Column<DashboardSummary>[] = [
    {
      id: 'name',
      header: t('name'),
      width: '16rem',
      cell: (row) => <span className="font-medium">{readIn(row.title, language)}</span>,
    },
    {
      id: 'description',
      header: t('description'),
      wideOnly: true,
      cell: (row) => (
        <span className="text-muted" title={readIn(row.description, language)}>
          {readIn(row.description, language)}
        </span>
      ),
    },
    {
      id: 'widgets',
      header: t('widgets'),
      width: '5.5rem',
      align: 'right',
      wideOnly: true,
      cell: (row) => format.count(row.widgets),
    },
    ...(own
      ? [
          {
            id: 'changed',
            header: t('changed'),
            width: '13rem',
            wideOnly: true,
            cell: (row: DashboardSummary) => (
              <span className="text-soft">
                <When at={row.updatedAt} />
                {row.updatedBy && <span className="text-muted"> · {row.updatedBy}</span>}
              </span>
            ),
          },
        ]
      : []),
    {
      id: 'actions',
      header: <span className="sr-only">{t('actions')}</span>,
      width: '3rem',
      align: 'right',
      cell: (row) => <RowMenu dashboard={row} may={may} />,
    },
  ];
  return (
    <section>
      <h2 className="text-sm font-semibold">{title}</h2>
      <Table
        label={title}
        columns={columns}
        rows={dashboards}
        rowKey={({ id }) => id}
        rowLink={({ id }) => ({
          to: '/p/$project/dashboards/$dashboardId',
          params: { project, dashboardId: id },
        })}
      />
    </section>
  );
}

function RowMenu({ dashboard, may }: { dashboard: DashboardSummary; may: boolean }) {
  const t = useTexts(dashboardTexts);
  const language = useLanguage();
  const project = useProject();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [dialog, setDialog] = useState<'copy' | 'delete'>();
  const close = () => setDialog(undefined);
  const changes = may && dashboard.source === 'own';
  const { id } = dashboard;
  return (
    <>
      <Menu
        align="end"
        trigger={
          <IconButton
            label={t('moreOf', { title: readIn(dashboard.title, language) })}
            className="-mr-1 !size-7"
          >
            <Ellipsis className="size-4" aria-hidden />
          </IconButton>
        }
      >
        {changes && (
          <MenuItem
            icon={<Pencil aria-hidden />}
            onSelect={() =>
              void navigate({
                to: '/p/$project/dashboards/$dashboardId',
                params: { project, dashboardId: id },
                search: { edit: '1' },
              })
            }
          >
            {t('edit')}
          </MenuItem>
        )}
        <MenuItem icon={<Copy aria-hidden />} onSelect={() => setDialog('copy')}>
          {t('copy')}
        </MenuItem>
        <MenuItem
          icon={<Download aria-hidden />}
          onSelect={() =>
            void client
              .fetchQuery(dashboardQuery(project, id))
              .then(({ document }) => downloadDashboard(document))
          }
        >
          {t('export')}
        </MenuItem>
        {changes && (
          <>
            <MenuSeparator />
            <MenuItem danger icon={<Trash2 aria-hidden />} onSelect={() => setDialog('delete')}>
              {t('delete')}
            </MenuItem>
          </>
        )}
      </Menu>
      {dialog === 'copy' && <CopyDialog dashboard={dashboard} onClose={close} />}
      {dialog === 'delete' && <DeleteDialog dashboard={dashboard} onClose={close} />}
    </>
  );
}
