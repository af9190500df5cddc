import { LANGUAGES } from '@pharos/core/language';
import { useEffect } from 'react';
import { z } from 'zod';
import { CHART_CASES } from '../charts/cases.ts';
import { Segmented } from '../components/Segmented.tsx';
import { LANGUAGE_NAMES, setLanguage, useLanguage } from '../i18n/i18n.ts';
import { useUrlState } from '../url-state.ts';
import { ChartParts } from './ChartParts.tsx';
import { Actions } from './parts/Actions.tsx';
import { Colours } from './parts/Colours.tsx';
import { Data } from './parts/Data.tsx';
import { Fields } from './parts/Fields.tsx';
import { PageStates } from './parts/PageStates.tsx';
import { Recorded } from './parts/Recorded.tsx';

const search = z.object({
  theme: z.enum(['page', 'light', 'dark', 'both']).catch('page'),
  /** One chart, or `components`; else all. */
  of: z.string().optional().catch(undefined),
});

const THEMES = [
  { value: 'page', label: 'As chosen' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'both', label: 'Both' },
] as const;

/** Every component and chart in every state, for those who build pages from them and for tests. It holds no data. */
export function GalleryPage() {
  const [{ theme, of }, set] = useUrlState(search);
  const language = useLanguage();
  useEffect(() => {
    document.title = 'Gallery · Pharos';
  }, []);
  const themes = theme === 'both' ? (['light', 'dark'] as const) : theme === 'page' ? [undefined] : [theme];
  return (
    <div className="h-dvh overflow-auto">
      <header className="sticky top-0 z-20 flex flex-wrap items-center gap-x-4 gap-y-2 border-b bg-surface px-4 py-2 sm:px-6">
        <h1 className="text-base font-semibold">Gallery</h1>
        <nav aria-label="Parts" className="flex min-w-0 flex-1 flex-wrap gap-x-3 text-sm">
          {[undefined, 'components', ...Object.keys(CHART_CASES)].map((part) => (
            <button
              key={part ?? 'all'}
              type="button"
              aria-pressed={of === part}
              onClick={() => set({ of: part })}
              className="text-muted hover:text-ink aria-[pressed=true]:font-medium aria-[pressed=true]:text-ink"
            >
              {part ?? 'all'}
            </button>
          ))}
        </nav>
        <Segmented
          label="Language"
          value={language}
          onChange={setLanguage}
          options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
        />
        <Segmented label="Theme" value={theme} onChange={(next) => set({ theme: next })} options={THEMES} />
      </header>
      <main className={theme === 'both' ? 'grid xl:grid-cols-2' : undefined}>
        {themes.map((each) => (
          <div
            key={each ?? 'page'}
            data-theme={each}
            className="min-w-0 bg-surface px-4 pt-4 text-ink sm:px-6"
          >
            {(of === undefined || of === 'components') && <Components />}
            {of !== 'components' && <ChartParts only={of} />}
          </div>
        ))}
      </main>
    </div>
  );
}

const Components = () => (
  <>
    <Colours />
    <Actions />
    <Fields />
    <Data />
    <PageStates />
    <Recorded />
  </>
);
