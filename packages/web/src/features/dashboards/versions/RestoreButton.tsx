import type { StoredDashboard } from '@pharos/core/api/dashboards';
import { dashboardChanges, useDashboardChange } from '../../../api/dashboards.ts';
import { useRole } from '../../../api/me.ts';
import { Button } from '../../../components/Button.tsx';
import { useErrorText } from '../../../components/ErrorState.tsx';
import { toast } from '../../../components/Toast.tsx';
import { Tooltip } from '../../../components/Tooltip.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { atLeast } from '../../../rights.ts';
import { useProject } from '../../../use-project.ts';
import { useAddress } from '../view/address.ts';
import { versionTexts } from './texts.ts';

interface RestoreButtonProps {
  stored: StoredDashboard;
  version: number;
}

/** Brings a version back; for those who may change the dashboard. */
export function RestoreButton({ stored, version }: RestoreButtonProps) {
  const t = useTexts(versionTexts);
  const errorText = useErrorText();
  const project = useProject();
  const [, set] = useAddress();
  const restore = useDashboardChange(project, dashboardChanges.restore);
  if (!atLeast(useRole(project), 'member')) return null;
  return (
    <Tooltip content={t('restoreHint')}>
      <Button
        busy={restore.isPending}
        onClick={() =>
          restore.mutate(
            { id: stored.id, version },
            {
              onSuccess: (next) => {
                toast(t('restored', { version, next: next.version }));
                set({ version: undefined });
              },
              onError: (error) => toast(errorText(error), 'bad'),
            },
          )
        }
      >
        {t('restore')}
      </Button>
    </Tooltip>
  );
}
