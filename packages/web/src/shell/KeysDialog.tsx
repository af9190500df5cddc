import { Fragment } from 'react';
import { Dialog } from '../components/Dialog.tsx';
import { Kbd } from '../components/Kbd.tsx';
import { useTexts } from '../i18n/i18n.ts';
import { type Shortcut, useActiveShortcuts } from '../shortcuts.ts';
import { shell } from './messages.ts';

type Item = Pick<Shortcut, 'keys' | 'label'>;

/** The keys that work here and now: those of the page first. */
export function KeysDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTexts(shell);
  const shortcuts = useActiveShortcuts();
  const lists = [
    { keys: 'j', label: t('keyNextRow') },
    { keys: 'k', label: t('keyPreviousRow') },
    { keys: 'Enter', label: t('keyOpen') },
    { keys: 'Escape', label: t('keyClose') },
  ];
  return (
    <Dialog open={open} onClose={onClose} title={t('keysTitle')}>
      <KeyList title={t('keysPage')} items={shortcuts.filter(({ everywhere }) => !everywhere)} />
      <KeyList title={t('keysLists')} items={lists} />
      <KeyList title={t('keysEverywhere')} items={shortcuts.filter(({ everywhere }) => everywhere)} />
    </Dialog>
  );
}

/** What several keys do alike is listed once, with all of them. */
export function byLabel(items: readonly Item[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { label, keys } of items) found.set(label, [...(found.get(label) ?? []), keys]);
  return found;
}

function KeyList({ title, items }: { title: string; items: readonly Item[] }) {
  if (items.length === 0) return null;
  return (
    <section className="mb-4">
      <h3 className="pb-1 text-xs text-muted">{title}</h3>
      <dl className="divide-y">
        {[...byLabel(items)].map(([label, alternatives]) => (
          <div key={label} className="flex h-8 items-center justify-between">
            <dt>{label}</dt>
            <dd className="flex items-center gap-1">
              {alternatives.map((keys, nth) => (
                <Fragment key={keys}>
                  {nth > 0 && <span className="text-faint">·</span>}
                  {keys.split(' ').map((key) => (
                    <Kbd key={key} keys={key} />
                  ))}
                </Fragment>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
