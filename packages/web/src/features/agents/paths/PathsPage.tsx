import { Link, useParams } from '@tanstack/react-router';
import { FilterBar } from '../../../components/filter-bar/FilterBar.tsx';
import { Segmented } from '../../../components/Segmented.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { Page } from '../../../shell/Page.tsx';
import { useProject } from '../../../use-project.ts';
import { useTimeRange } from '../../../use-time-range.ts';
import { agentsTexts } from '../texts.ts';
import { ComparedPaths } from './ComparedPaths.tsx';
import { Decisions } from './Decisions.tsx';
import { PathsOfRuns } from './PathsOfRuns.tsx';
import { usePathsState, views } from './state.ts';
import { pathsTexts } from './texts.ts';

const VIEWS = { paths: PathsOfRuns, compare: ComparedPaths, decisions: Decisions } as const;

/** Which ways the runs of an agent went, how two versions or times differ in that, and what was decided. */
export function PathsPage() {
  const t = useTexts(pathsTexts);
  const a = useTexts(agentsTexts);
  const project = useProject();
  const time = useTimeRange();
  const { name = '' } = useParams({ strict: false });
  const { state, set, runs } = usePathsState();
  const View = VIEWS[state.view];
  const crumb = 'hover:text-ink hover:underline';
  return (
    <Page
      range
      title={`${t('title')} · ${name}`}
      heading={t('title')}
      crumbs={[
        <Link key="agents" to="/p/$project/agents" params={{ project }} className={crumb}>
          {a('title')}
        </Link>,
        <Link
          key="agent"
          to="/p/$project/agents/$name"
          params={{ project, name }}
          search={time.search}
          className={crumb}
        >
          {name}
        </Link>,
      ]}
      actions={
        <Segmented
          label={t('views')}
          value={state.view}
          onChange={(view) => set({ view: view === 'paths' ? undefined : view })}
          options={views.map((value) => ({ value, label: t(`view_${value}`) }))}
        />
      }
    >
      <div className="flex flex-col gap-4">
        <FilterBar value={state.filter} onChange={(filter) => set({ filter })} range={runs} />
        <View agent={name} />
      </div>
    </Page>
  );
}
