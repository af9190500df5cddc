import { Link, useNavigate } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useRole } from '../../../api/me.ts';
import { Tabs } from '../../../components/Tabs.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { atLeast } from '../../../rights.ts';
import { Page } from '../../../shell/Page.tsx';
import { useShortcuts } from '../../../shortcuts.ts';
import { useUrlState } from '../../../url-state.ts';
import { useProject } from '../../../use-project.ts';
import { reportTexts } from '../texts.ts';
import { Archive } from './Archive.tsx';
import { reportsSearch } from './address.ts';
import { ReportList } from './ReportList.tsx';
import { listTexts } from './texts.ts';

/** What is made again and again, and all that was made. */
export function ReportsPage() {
  const t = useTexts(listTexts);
  const r = useTexts(reportTexts);
  const project = useProject();
  const navigate = useNavigate();
  const may = atLeast(useRole(project), 'member');
  const [{ view }, set] = useUrlState(reportsSearch);
  const create = () => void navigate({ to: '/p/$project/reports/new', params: { project } });
  useShortcuts(may ? [{ keys: 'n', label: t('new'), run: create }] : []);
  return (
    <Page
      title={r('title')}
      actions={
        may && (
          <Link
            to="/p/$project/reports/new"
            params={{ project }}
            className="inline-flex h-8 items-center gap-1.5 rounded-md bg-accent px-3 text-sm font-medium whitespace-nowrap text-on-accent hover:bg-accent-hover"
          >
            <Plus className="size-4" aria-hidden />
            {t('new')}
          </Link>
        )
      }
    >
      <Tabs
        label={t('views')}
        value={view}
        onChange={(next) => set({ view: next === 'reports' ? undefined : next, report: undefined })}
        tabs={[
          { value: 'reports', label: t('reports'), content: <ReportList project={project} may={may} /> },
          { value: 'archive', label: t('archive'), content: <Archive project={project} /> },
        ]}
      />
    </Page>
  );
}
