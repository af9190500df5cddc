import { useQuery } from '@tanstack/react-query';
import { reportsQuery } from '../../../api/reports.ts';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Section } from '../../../components/Section.tsx';
import { SkeletonRows } from '../../../components/Skeleton.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { reportTexts } from '../texts.ts';
import { ReportTable } from './ReportTable.tsx';
import { Templates } from './Templates.tsx';
import { listTexts } from './texts.ts';

interface ReportListProps {
  project: string;
  may: boolean;
}

/** The reports that are kept, and templates to begin with. */
export function ReportList({ project, may }: ReportListProps) {
  const t = useTexts(listTexts);
  const r = useTexts(reportTexts);
  const reports = useQuery(reportsQuery(project));
  return (
    <div className="pt-4">
      {reports.isError && !reports.data ? (
        <ErrorState error={reports.error} onRetry={() => void reports.refetch()} />
      ) : !reports.data ? (
        <SkeletonRows rows={4} />
      ) : (
        <Section title={t('list')} hint={may ? t('hint') : r('denied')}>
          {reports.data.length === 0 ? (
            <p className="text-sm text-muted">
              {t('empty')} {may && t('emptyHint')}
            </p>
          ) : (
            <ReportTable project={project} reports={reports.data} may={may} />
          )}
        </Section>
      )}
      {may && <Templates project={project} />}
    </div>
  );
}
