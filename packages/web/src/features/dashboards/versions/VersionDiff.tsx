import type { DashboardVersion, StoredDashboard } from '@pharos/core/api/dashboards';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { versionQuery, versionsQuery } from '../../../api/dashboards.ts';
import { ErrorLine } from '../../../components/ErrorState.tsx';
import { Segmented } from '../../../components/Segmented.tsx';
import { Skeleton } from '../../../components/Skeleton.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { DiffList } from './DiffList.tsx';
import { RestoreButton } from './RestoreButton.tsx';
import { versionTexts } from './texts.ts';

interface VersionDiffProps {
  version: DashboardVersion;
  stored: StoredDashboard;
}

/** How a version differs from the one before it, or from the present. */
export function VersionDiff({ version: { version }, stored }: VersionDiffProps) {
  const t = useTexts(versionTexts);
  const project = useProject();
  const current = version === stored.version;
  const [chosen, setAgainst] = useState<'before' | 'now'>('before');
  const against = current ? 'before' : chosen;
  const versions = useQuery(versionsQuery(project, stored.id));
  const kept = versions.data?.data.some((each) => each.version === version - 1) ?? false;
  const own = useQuery({ ...versionQuery(project, stored.id, version), enabled: !current });
  const older = useQuery({ ...versionQuery(project, stored.id, version - 1), enabled: kept });
  const document = current ? stored.document : own.data?.document;
  return (
    <div className="border-t px-4 py-3">
      {!current && (
        <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
          <Segmented
            label={t('against')}
            value={against}
            options={[
              { value: 'before', label: t('before') },
              { value: 'now', label: t('now') },
            ]}
            onChange={setAgainst}
          />
          <RestoreButton stored={stored} version={version} />
        </div>
      )}
      <ErrorLine error={own.error ?? older.error} />
      {document === undefined ? (
        <Skeleton className="h-4 w-48" />
      ) : against === 'now' ? (
        <DiffList before={document} after={stored.document} />
      ) : version === 1 ? (
        <p className="text-sm text-muted">{t('first')}</p>
      ) : !kept ? (
        <p className="text-sm text-muted">{t('notKept')}</p>
      ) : older.data ? (
        <DiffList before={older.data.document} after={document} />
      ) : (
        <Skeleton className="h-4 w-48" />
      )}
    </div>
  );
}
