import type { DashboardVersion, StoredDashboard } from '@pharos/core/api/dashboards';
import { useQuery } from '@tanstack/react-query';
import { versionsQuery } from '../../../api/dashboards.ts';
import { Badge } from '../../../components/Badge.tsx';
import { cx } from '../../../components/cx.ts';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { SidePanel } from '../../../components/SidePanel.tsx';
import { SkeletonRows } from '../../../components/Skeleton.tsx';
import { When } from '../../../components/values.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { useAddress } from '../view/address.ts';
import { versionTexts } from './texts.ts';
import { VersionDiff } from './VersionDiff.tsx';

/** What a dashboard was before: who saved when and why, what changed, and the way back. */
export function VersionsPanel({ stored }: { stored: StoredDashboard }) {
  const t = useTexts(versionTexts);
  const query = useQuery(versionsQuery(useProject(), stored.id));
  const [{ version: shown = stored.version }, set] = useAddress();
  return (
    <SidePanel
      narrow
      title={t('title')}
      label={t('title')}
      onClose={() => set({ panel: undefined, version: undefined })}
    >
      {query.data ? (
        <ol className="divide-y">
          {query.data.data.map((version) => (
            <li key={version.version}>
              <Version
                version={version}
                current={version.version === stored.version}
                shown={version.version === shown}
                onShow={() =>
                  set({ version: version.version === stored.version ? undefined : version.version })
                }
              />
              {version.version === shown && <VersionDiff version={version} stored={stored} />}
            </li>
          ))}
          {query.data.dropped > 0 && (
            <li className="px-4 py-3 text-xs text-muted">{t('dropped', { count: query.data.dropped })}</li>
          )}
        </ol>
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <div className="px-4">
          <SkeletonRows rows={6} />
        </div>
      )}
    </SidePanel>
  );
}

interface VersionProps {
  version: DashboardVersion;
  current: boolean;
  shown: boolean;
  onShow: () => void;
}

function Version({ version, current, shown, onShow }: VersionProps) {
  const t = useTexts(versionTexts);
  return (
    <button
      type="button"
      aria-pressed={shown}
      onClick={onShow}
      className={cx(
        'flex w-full flex-col gap-0.5 px-4 py-2 text-start focus-visible:-outline-offset-2',
        shown ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      <span className="flex items-center gap-2 text-sm">
        <span className="figures font-medium">{t('version', { version: version.version })}</span>
        {current && <Badge tone="accent">{t('current')}</Badge>}
        <span className="ml-auto text-xs text-muted">
          <When at={version.at} />
        </span>
      </span>
      <span className="text-xs text-muted">
        {version.author ?? '–'}
        {version.restoredFrom !== null && ` · ${t('restoredFrom', { version: version.restoredFrom })}`}
      </span>
      {version.note && <span className="text-sm text-soft">{version.note}</span>}
    </button>
  );
}
