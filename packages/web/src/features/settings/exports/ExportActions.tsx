import type { StoredExport } from '@pharos/core/api/exports';
import { Ellipsis, Power, RotateCcw, Trash2 } from 'lucide-react';
import { IconButton } from '../../../components/Button.tsx';
import { useErrorText } from '../../../components/ErrorState.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../../components/Menu.tsx';
import { toast } from '../../../components/Toast.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { useChange } from '../settings-api.ts';
import { exportTexts } from './export-texts.ts';
import { exportChanges } from './exports-api.ts';

interface ExportActionsProps {
  project: string;
  kept: StoredExport;
  onDelete: () => void;
}

/** What can be done with an export; how it goes on is seen in its row. */
export function ExportActions({ project, kept, onDelete }: ExportActionsProps) {
  const t = useTexts(exportTexts);
  const errorText = useErrorText();
  const patch = useChange(project, exportChanges.patch, 'exports');
  const retry = useChange(project, exportChanges.retry, 'exports');
  const onError = (error: unknown) => toast(errorText(error), 'bad');
  const { id, name, enabled, lastRun, times } = kept;
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={t('more', { name })} className="size-7">
          <Ellipsis className="size-4" aria-hidden />
        </IconButton>
      }
    >
      {lastRun?.state === 'failed' && (
        <MenuItem icon={<RotateCcw aria-hidden />} onSelect={() => retry.mutate(id, { onError })}>
          {t('retry')}
        </MenuItem>
      )}
      {times.every !== 'once' && (
        <MenuItem
          icon={<Power aria-hidden />}
          onSelect={() => patch.mutate({ id, enabled: !enabled }, { onError })}
        >
          {t(enabled ? 'turnOff' : 'turnOn')}
        </MenuItem>
      )}
      {(lastRun?.state === 'failed' || times.every !== 'once') && <MenuSeparator />}
      <MenuItem icon={<Trash2 aria-hidden />} danger onSelect={onDelete}>
        {t('delete')}
      </MenuItem>
    </Menu>
  );
}
