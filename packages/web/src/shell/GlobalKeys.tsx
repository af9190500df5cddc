import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTexts } from '../i18n/i18n.ts';
import { useShortcuts } from '../shortcuts.ts';
import { useProject } from '../use-project.ts';
import { useTimeRange } from '../use-time-range.ts';
import { shell } from './messages.ts';
import { PAGES } from './pages.ts';

/** Neither is needed to read a page. */
const CommandPalette = lazy(async () => ({ default: (await import('./CommandPalette.tsx')).CommandPalette }));
const KeysDialog = lazy(async () => ({ default: (await import('./KeysDialog.tsx')).KeysDialog }));

interface GlobalKeysProps {
  palette: boolean;
  onPalette: (open: boolean) => void;
  help: boolean;
  onHelp: (open: boolean) => void;
}

/** The keys that work on every page, and the two panels they open. */
export function GlobalKeys({ palette, onPalette, help, onHelp }: GlobalKeysProps) {
  const t = useTexts(shell);
  const project = useProject();
  const navigate = useNavigate();
  const { search } = useTimeRange();
  useShortcuts([
    { keys: 'mod+k', label: t('keyPalette'), run: () => onPalette(!palette), everywhere: true },
    { keys: '?', label: t('keyHelp'), run: () => onHelp(true), everywhere: true },
    ...PAGES.map((page) => ({
      keys: `g ${page.key}`,
      label: t('keyGo', { page: t(page.name) }),
      run: () => void navigate({ to: page.to, params: { project }, search }),
      everywhere: true,
    })),
  ]);
  return (
    <Suspense>
      {palette && <CommandPalette open onClose={() => onPalette(false)} />}
      {help && <KeysDialog open onClose={() => onHelp(false)} />}
    </Suspense>
  );
}
