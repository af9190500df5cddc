import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useRole } from '../../../api/me.ts';
import { Button } from '../../../components/Button.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Section } from '../../../components/Section.tsx';
import { SkeletonRows } from '../../../components/Skeleton.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { atLeast } from '../../../rights.ts';
import { DownloadForm } from './DownloadForm.tsx';
import { ExportTable } from './ExportTable.tsx';
import { exportTexts } from './export-texts.ts';
import { exportsQuery } from './exports-api.ts';
import { NewExportDialog } from './NewExportDialog.tsx';

/** What is stored as files: downloaded now, or written somewhere by the server. */
export function Exports({ project }: { project: string }) {
  const t = useTexts(exportTexts);
  const may = atLeast(useRole(project), 'admin');
  return (
    <>
      <Section title={t('download')} hint={t('downloadHint')}>
        <DownloadForm project={project} />
      </Section>
      {may ? (
        <KeptExports project={project} />
      ) : (
        <Section title={t('title')}>
          <p className="text-sm text-muted">{t('denied')}</p>
        </Section>
      )}
    </>
  );
}

function KeptExports({ project }: { project: string }) {
  const t = useTexts(exportTexts);
  const { data, error, refetch } = useQuery(exportsQuery(project));
  const [creating, setCreating] = useState(false);
  return (
    <Section
      title={t('title')}
      hint={t('hint')}
      action={data && <Button onClick={() => setCreating(true)}>{t('newExport')}</Button>}
    >
      {data ? (
        data.data.length === 0 ? (
          <p className="text-sm text-muted">{t('none')}</p>
        ) : (
          <ExportTable project={project} exports={data.data} />
        )
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonRows rows={2} />
      )}
      {creating && data && (
        <NewExportDialog project={project} disk={data.disk} onClose={() => setCreating(false)} />
      )}
    </Section>
  );
}
