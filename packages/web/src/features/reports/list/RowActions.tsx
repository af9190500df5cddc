import type { StoredReport } from '@pharos/core/api/reports';
import { useNavigate } from '@tanstack/react-router';
import { Archive, Ellipsis, Pencil, Play, Trash2 } from 'lucide-react';
import { isMaking, reportChanges, useReportChange } from '../../../api/reports.ts';
import { IconButton } from '../../../components/Button.tsx';
import { useErrorText } from '../../../components/ErrorState.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../../components/Menu.tsx';
import { toast } from '../../../components/Toast.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { listTexts } from './texts.ts';

interface RowActionsProps {
  project: string;
  report: StoredReport;
  onDelete: () => void;
}

/** What can be done with a report that is kept; how it goes on is seen in its row. */
export function RowActions({ project, report, onDelete }: RowActionsProps) {
  const t = useTexts(listTexts);
  const errorText = useErrorText();
  const navigate = useNavigate();
  const make = useReportChange(project, reportChanges.make);
  const { id, name, lastRun } = report;
  return (
    <span className="flex items-center justify-end gap-0.5">
      <IconButton
        label={t('make', { name })}
        className="size-7"
        disabled={make.isPending || (lastRun !== null && isMaking(lastRun))}
        onClick={() => make.mutate(id, { onError: (error) => toast(errorText(error), 'bad') })}
      >
        <Play className="size-3.5" aria-hidden />
      </IconButton>
      <Menu
        align="end"
        trigger={
          <IconButton label={t('more', { name })} className="size-7">
            <Ellipsis className="size-4" aria-hidden />
          </IconButton>
        }
      >
        <MenuItem
          icon={<Pencil aria-hidden />}
          onSelect={() =>
            void navigate({ to: '/p/$project/reports/$reportId', params: { project, reportId: id } })
          }
        >
          {t('edit')}
        </MenuItem>
        <MenuItem
          icon={<Archive aria-hidden />}
          onSelect={() =>
            void navigate({
              to: '/p/$project/reports',
              params: { project },
              search: { view: 'archive', report: id },
            })
          }
        >
          {t('itsArchive')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={<Trash2 aria-hidden />} danger onSelect={onDelete}>
          {t('delete')}
        </MenuItem>
      </Menu>
    </span>
  );
}
