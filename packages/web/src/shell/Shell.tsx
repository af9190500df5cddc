import { Outlet } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useMe } from '../api/me.ts';
import { Drawer } from '../components/Dialog.tsx';
import { Gone } from '../components/Gone.tsx';
import { useTexts } from '../i18n/i18n.ts';
import { writeSetting } from '../local-settings.ts';
import { useProject } from '../use-project.ts';
import { GlobalKeys } from './GlobalKeys.tsx';
import { shell } from './messages.ts';
import { Navigation } from './Navigation.tsx';
import { OpenNavigation } from './navigation-state.ts';
import { Page } from './Page.tsx';
import { ProjectAmounts } from './ProjectAmounts.tsx';

/** The frame around every page of a project. */
export function Shell() {
  const t = useTexts(shell);
  const project = useProject();
  const [drawer, setDrawer] = useState(false);
  const [palette, setPalette] = useState(false);
  const [help, setHelp] = useState(false);
  const me = useMe();
  const missing = me !== undefined && !me.projects.some(({ id }) => id === project);
  useEffect(() => {
    if (!missing) writeSetting('project', project);
  }, [project, missing]);
  const navigation = (
    <Navigation
      onLeave={() => setDrawer(false)}
      onSearch={() => setPalette(true)}
      onHelp={() => setHelp(true)}
    />
  );
  return (
    <OpenNavigation.Provider value={() => setDrawer(true)}>
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-raised px-3 py-2 shadow-float focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t('skip')}
      </a>
      <div className="flex h-dvh">
        <div className="no-print hidden w-49 shrink-0 border-r bg-surface lg:block">{navigation}</div>
        <Drawer open={drawer} onClose={() => setDrawer(false)} title={t('navigation')} side="left">
          {navigation}
        </Drawer>
        <main id="content" tabIndex={-1} className="scroll-thin min-w-0 flex-1 overflow-auto outline-none">
          {missing ? (
            <ProjectGone email={me?.user?.email ?? ''} />
          ) : (
            <ProjectAmounts project={project}>
              <Outlet />
            </ProjectAmounts>
          )}
        </main>
      </div>
      <GlobalKeys palette={palette} onPalette={setPalette} help={help} onHelp={setHelp} />
    </OpenNavigation.Provider>
  );
}

/** Said once, instead of by every part of the page. */
function ProjectGone({ email }: { email: string }) {
  const t = useTexts(shell);
  return (
    <Page title={t('project')}>
      <Gone title={t('projectGone')} back={{ to: '/' }} backLabel={t('goToProjects')}>
        {t('projectGoneHint', { email })}
      </Gone>
    </Page>
  );
}
