import { Outlet } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Drawer } from '../components/Dialog.tsx';
import { useTexts } from '../i18n/i18n.ts';
import { writeSetting } from '../local-settings.ts';
import { useProject } from '../use-project.ts';
import { GlobalKeys } from './GlobalKeys.tsx';
import { shell } from './messages.ts';
import { Navigation } from './Navigation.tsx';
import { OpenNavigation } from './navigation-state.ts';

/** The frame around every page of a project. */
export function Shell() {
  const t = useTexts(shell);
  const project = useProject();
  const [drawer, setDrawer] = useState(false);
  const [palette, setPalette] = useState(false);
  const [help, setHelp] = useState(false);
  useEffect(() => writeSetting('project', project), [project]);
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
        <div className="hidden w-49 shrink-0 border-r bg-surface lg:block">{navigation}</div>
        <Drawer open={drawer} onClose={() => setDrawer(false)} title={t('navigation')} side="left">
          {navigation}
        </Drawer>
        <main id="content" tabIndex={-1} className="scroll-thin min-w-0 flex-1 overflow-auto outline-none">
          <Outlet />
        </main>
      </div>
      <GlobalKeys palette={palette} onPalette={setPalette} help={help} onHelp={setHelp} />
    </OpenNavigation.Provider>
  );
}
