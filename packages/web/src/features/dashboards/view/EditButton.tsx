import type { StoredDashboard } from '@pharos/core/api/dashboards';
import { readIn } from '@pharos/core/local-text';
import { useNavigate } from '@tanstack/react-router';
import { Pencil } from 'lucide-react';
import { dashboardChanges, useDashboardChange } from '../../../api/dashboards.ts';
import { Button } from '../../../components/Button.tsx';
import { useErrorText } from '../../../components/ErrorState.tsx';
import { toast } from '../../../components/Toast.tsx';
import { Tooltip } from '../../../components/Tooltip.tsx';
import { useLanguage, useTexts } from '../../../i18n/i18n.ts';
import { useShortcuts } from '../../../shortcuts.ts';
import { useProject } from '../../../use-project.ts';
import { dashboardTexts } from '../texts.ts';
import { useAddress } from './address.ts';

/** Opens the editor; of a dashboard that comes with Pharos that of a copy. */
export function EditButton({ stored }: { stored: StoredDashboard }) {
  const t = useTexts(dashboardTexts);
  const language = useLanguage();
  const errorText = useErrorText();
  const project = useProject();
  const navigate = useNavigate();
  const [, set] = useAddress();
  const copy = useDashboardChange(project, dashboardChanges.copy);
  const own = stored.source === 'own';
  const label = t(own ? 'edit' : 'editCopy');
  const editCopy = () =>
    copy.mutate(
      { id: stored.id, title: t('copyOf', { title: readIn(stored.title, language) }).slice(0, 120) },
      {
        onSuccess: ({ id }) =>
          void navigate({
            to: '/p/$project/dashboards/$dashboardId',
            params: { project, dashboardId: id },
            search: (kept) => ({ ...kept, edit: '1' }),
          }),
        onError: (error) => toast(errorText(error), 'bad'),
      },
    );
  const run = () => {
    if (own) set({ edit: '1', version: undefined, panel: undefined });
    else if (!copy.isPending) editCopy();
  };
  useShortcuts([{ keys: 'e', label, run }]);
  const button = (
    <Button busy={copy.isPending} onClick={run}>
      <Pencil className="size-4 text-muted" aria-hidden />
      <span className="max-sm:sr-only">{label}</span>
    </Button>
  );
  return own ? button : <Tooltip content={t('editCopyHint')}>{button}</Tooltip>;
}
