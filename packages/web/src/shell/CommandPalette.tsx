import { LANGUAGES } from '@pharos/core/language';
import { useNavigate } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import { useMe } from '../api/me.ts';
import { cx } from '../components/cx.ts';
import { setTheme, THEMES } from '../design/theme.ts';
import { LANGUAGE_NAMES, setLanguage, useTexts } from '../i18n/i18n.ts';
import { useProject } from '../use-project.ts';
import { useTimeRange } from '../use-time-range.ts';
import { type Command, matching } from './commands.ts';
import { shell } from './messages.ts';
import { PAGES } from './pages.ts';

/** ⌘K: pages, projects, a trace by its id, theme and language, found by typing. */
export function CommandPalette({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTexts(shell);
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-50 animate-fade-in bg-overlay" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-50 w-[calc(100vw-2rem)] max-w-lg -translate-x-1/2 animate-fade-in overflow-hidden rounded-xl border bg-raised shadow-float outline-none"
        >
          <Dialog.Title className="sr-only">{t('palette')}</Dialog.Title>
          <Palette onClose={onClose} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function useCommands(): Command[] {
  const t = useTexts(shell);
  const me = useMe();
  const project = useProject();
  const navigate = useNavigate();
  const { search } = useTimeRange();
  return useMemo(
    () => [
      ...PAGES.map((page) => ({
        id: page.name,
        group: t('pages'),
        label: t(page.name),
        words: page.name,
        run: () => void navigate({ to: page.to, params: { project }, search }),
      })),
      ...(me?.projects ?? [])
        .filter(({ id }) => id !== project)
        .map(({ id, name }) => ({
          id: `project ${id}`,
          group: t('projects'),
          label: name,
          words: id,
          run: () => void navigate({ to: '/p/$project/overview', params: { project: id }, search: {} }),
        })),
      ...THEMES.map((theme) => ({
        id: `theme ${theme}`,
        group: t('preferences'),
        label: t('choice', { name: t('theme'), value: t(`theme_${theme}`) }),
        words: `theme ${theme}`,
        run: () => setTheme(theme),
      })),
      ...LANGUAGES.map((language) => ({
        id: `language ${language}`,
        group: t('preferences'),
        label: t('choice', { name: t('language'), value: LANGUAGE_NAMES[language] }),
        words: `language ${language}`,
        run: () => setLanguage(language),
      })),
    ],
    [t, me, project, navigate, search],
  );
}

/** What was typed may be an id or words to look for. */
function useTypedCommands(query: string): Command[] {
  const t = useTexts(shell);
  const project = useProject();
  const navigate = useNavigate();
  const { search } = useTimeRange();
  const typed = query.trim();
  if (typed === '') return [];
  const open: Command = {
    id: 'open trace',
    group: t('traces'),
    label: t('goToTrace', { id: typed }),
    words: '',
    run: () => void navigate({ to: '/p/$project/traces/$traceId', params: { project, traceId: typed } }),
  };
  const find: Command = {
    id: 'search traces',
    group: t('traces'),
    label: t('searchTraces', { query: typed }),
    words: '',
    run: () =>
      void navigate({ to: '/p/$project/traces', params: { project }, search: { ...search, filter: typed } }),
  };
  return /^[\w-]{12,}$/.test(typed) ? [open, find] : [find];
}

function Palette({ onClose }: { onClose: () => void }) {
  const t = useTexts(shell);
  const listId = useId();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const commands = useCommands();
  const typed = useTypedCommands(query);
  const found = [...matching(commands, query), ...typed];
  const current = found[Math.min(chosen, found.length - 1)];
  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') run(current);
    else if (event.key === 'ArrowDown')
      setChosen((at) => (Math.min(at, found.length - 1) + 1) % found.length);
    else if (event.key === 'ArrowUp') setChosen((at) => (at - 1 + found.length) % found.length);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className="flex items-center gap-2 border-b px-4">
        <Search className="size-4 text-muted" aria-hidden />
        <input
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={current ? `${listId}-${current.id}` : undefined}
          aria-label={t('palette')}
          placeholder={t('paletteHint')}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
          className="h-12 flex-1 bg-transparent text-base outline-none"
        />
      </div>
      <div
        id={listId}
        role="listbox"
        aria-label={t('palette')}
        className="scroll-thin max-h-[50vh] overflow-auto p-2"
      >
        {found.map((command, index) => (
          <div key={command.id}>
            {command.group !== found[index - 1]?.group && (
              <p className="px-2 pt-2 pb-1 text-2xs text-muted">{command.group}</p>
            )}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the combobox above */}
            <div
              id={`${listId}-${command.id}`}
              role="option"
              tabIndex={-1}
              aria-selected={command === current}
              onClick={() => run(command)}
              onMouseMove={() => setChosen(index)}
              ref={(element) => {
                if (command === current) element?.scrollIntoView?.({ block: 'nearest' });
              }}
              className={cx(
                'truncate rounded-md px-2 py-1.5',
                command === current && 'bg-accent-soft text-accent',
              )}
            >
              {command.label}
            </div>
          </div>
        ))}
      </div>
    </>
  );
}
