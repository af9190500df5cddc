import type { StoredDashboard } from '@pharos/core/api/dashboards';
import type { Dashboard } from '@pharos/core/dashboards/dashboard';
import type { View } from '@pharos/core/dashboards/widget-question';
import { readIn } from '@pharos/core/local-text';
import { useNavigate } from '@tanstack/react-router';
import {
  Copy,
  Download,
  Ellipsis,
  FileText,
  History,
  Maximize2,
  Monitor,
  Printer,
  Share2,
  Trash2,
} from 'lucide-react';
import { useState } from 'react';
import { useRole } from '../../../api/me.ts';
import { IconButton } from '../../../components/Button.tsx';
import { Menu, MenuItem, MenuSeparator, MenuToggle } from '../../../components/Menu.tsx';
import { toast } from '../../../components/Toast.tsx';
import { useLanguage, useTexts } from '../../../i18n/i18n.ts';
import { atLeast } from '../../../rights.ts';
import { useProject } from '../../../use-project.ts';
import { useTimeRange } from '../../../use-time-range.ts';
import { CopyDialog } from '../list/CopyDialog.tsx';
import { DeleteDialog } from '../list/DeleteDialog.tsx';
import { downloadDashboard } from '../list/json.ts';
import { ShareDialog } from '../share/ShareDialog.tsx';
import { dashboardTexts } from '../texts.ts';
import { WallDialog } from '../wall/WallDialog.tsx';
import { useAddress } from './address.ts';
import { EditButton } from './EditButton.tsx';

interface ViewActionsProps {
  stored: StoredDashboard;
  document: Dashboard;
  values: View['values'];
}

/** What can be done with a dashboard. */
export function ViewActions({ stored, document, values }: ViewActionsProps) {
  const t = useTexts(dashboardTexts);
  const language = useLanguage();
  const project = useProject();
  const navigate = useNavigate();
  const { search } = useTimeRange();
  const may = atLeast(useRole(project), 'member');
  const [{ compare }, set] = useAddress();
  const [dialog, setDialog] = useState<'share' | 'copy' | 'delete' | 'wall'>();
  const close = () => setDialog(undefined);
  const own = stored.source === 'own';
  const title = readIn(document.title, language);
  return (
    <>
      {may && <EditButton stored={stored} />}
      <Menu
        align="end"
        trigger={
          <IconButton label={t('moreOf', { title })} variant="secondary">
            <Ellipsis className="size-4" aria-hidden />
          </IconButton>
        }
      >
        <MenuItem icon={<Maximize2 aria-hidden />} keys="f" onSelect={() => set({ full: '1' })}>
          {t('fullScreen')}
        </MenuItem>
        <MenuItem icon={<Monitor aria-hidden />} onSelect={() => setDialog('wall')}>
          {t('wall')}
        </MenuItem>
        <MenuToggle
          checked={compare !== undefined}
          onChange={(next) => set({ compare: next ? '1' : undefined }, { replace: true })}
        >
          {t('compare')}
        </MenuToggle>
        <MenuSeparator />
        {may && (
          <MenuItem icon={<Share2 aria-hidden />} onSelect={() => setDialog('share')}>
            {t('share')}
          </MenuItem>
        )}
        {own && (
          <MenuItem icon={<History aria-hidden />} onSelect={() => set({ panel: 'versions' })}>
            {t('versions')}
          </MenuItem>
        )}
        <MenuItem icon={<Copy aria-hidden />} onSelect={() => setDialog('copy')}>
          {t('copy')}
        </MenuItem>
        <MenuItem icon={<Download aria-hidden />} onSelect={() => downloadDashboard(document)}>
          {t('export')}
        </MenuItem>
        {may && (
          <MenuItem
            icon={<FileText aria-hidden />}
            onSelect={() =>
              void navigate({
                to: '/p/$project/reports/new',
                params: { project },
                search: { dashboard: stored.id },
              })
            }
          >
            {t('report')}
          </MenuItem>
        )}
        <MenuItem icon={<Printer aria-hidden />} onSelect={() => setTimeout(() => window.print(), 200)}>
          {t('print')}
        </MenuItem>
        {own && may && (
          <>
            <MenuSeparator />
            <MenuItem icon={<Trash2 aria-hidden />} danger onSelect={() => setDialog('delete')}>
              {t('delete')}
            </MenuItem>
          </>
        )}
      </Menu>
      {dialog === 'share' && <ShareDialog stored={stored} values={values} onClose={close} />}
      {dialog === 'copy' && <CopyDialog dashboard={stored} onClose={close} />}
      {dialog === 'wall' && <WallDialog chosen={[stored.id]} onClose={close} />}
      {dialog === 'delete' && (
        <DeleteDialog
          dashboard={stored}
          onClose={close}
          onDeleted={() => {
            toast(t('deleted', { title }));
            void navigate({ to: '/p/$project/dashboards', params: { project }, search });
          }}
        />
      )}
    </>
  );
}
