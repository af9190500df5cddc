import { LANGUAGES } from '@pharos/core/language';
import { type ReactNode, useEffect } from 'react';
import { Segmented } from '../../components/Segmented.tsx';
import { LANGUAGE_NAMES, setLanguage, useLanguage } from '../../i18n/i18n.ts';
import { Mark } from '../../shell/Mark.tsx';

/** Who cannot read the page has to find how to change that. */
const BOTH = 'Language 语言';

/** The frame of pages before anyone is signed in. */
export function Gate({ title, children }: { title: string; children: ReactNode }) {
  const language = useLanguage();
  useEffect(() => {
    document.title = `${title} · Pharos`;
  }, [title]);
  return (
    <div className="flex min-h-dvh flex-col items-center justify-between gap-8 px-4 py-6">
      <div />
      <main className="flex w-full max-w-sm flex-col gap-5">
        <p className="flex items-center gap-2 text-base font-semibold">
          <Mark /> Pharos
        </p>
        <h1 className="text-xl font-semibold">{title}</h1>
        {children}
      </main>
      <footer>
        <Segmented
          label={BOTH}
          value={language}
          options={LANGUAGES.map((value) => ({
            value,
            label: <span lang={value}>{LANGUAGE_NAMES[value]}</span>,
          }))}
          onChange={setLanguage}
        />
      </footer>
    </div>
  );
}
