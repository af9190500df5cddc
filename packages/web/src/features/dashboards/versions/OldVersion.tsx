import type { StoredDashboard } from '@pharos/core/api/dashboards';
import { useQuery } from '@tanstack/react-query';
import { versionQuery } from '../../../api/dashboards.ts';
import { Button } from '../../../components/Button.tsx';
import { ErrorLine } from '../../../components/ErrorState.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { useAddress } from '../view/address.ts';
import { ViewPage } from '../view/ViewPage.tsx';
import { RestoreButton } from './RestoreButton.tsx';
import { versionTexts } from './texts.ts';

interface OldVersionProps {
  stored: StoredDashboard;
  version: number;
}

/** A dashboard as it was, to be looked at and brought back. */
export function OldVersion({ stored, version }: OldVersionProps) {
  const t = useTexts(versionTexts);
  const format = useFormat();
  const [, set] = useAddress();
  const { data, error } = useQuery(versionQuery(useProject(), stored.id, version));
  return (
    <ViewPage
      stored={stored}
      {...(data ? { document: data.document } : {})}
      banner={
        <div
          role="status"
          className="no-print flex flex-wrap items-center gap-3 rounded-md bg-warn-soft px-3 py-1.5 text-sm"
        >
          <ErrorLine error={error} />
          {data && (
            <span className="min-w-0 flex-1">
              {t('banner', {
                version,
                when: format.dateTime(Date.parse(data.at)),
                name: data.author ?? '–',
              })}
            </span>
          )}
          <Button variant="quiet" onClick={() => set({ version: undefined })}>
            {t('backToNow')}
          </Button>
          {data && <RestoreButton stored={stored} version={version} />}
        </div>
      }
    />
  );
}
