import { Dialog } from '../components/Dialog.tsx';
import { Kbd } from '../components/Kbd.tsx';
import { useTexts } from '../i18n/i18n.ts';
import { useActiveShortcuts } from '../shortcuts.ts';
import { shell } from './messages.ts';

/** The keys that work here and now. */
export function KeysDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTexts(shell);
  const shortcuts = useActiveShortcuts();
  const lists = [
    { keys: 'j k', label: t('keyRows') },
    { keys: 'Enter', label: t('keyOpen') },
    { keys: 'Escape', label: t('keyClose') },
  ];
  return (
    <Dialog open={open} onClose={onClose} title={t('keysTitle')}>
      <KeyList title={t('keysEverywhere')} items={shortcuts} />
      <KeyList title={t('keysLists')} items={lists} />
    </Dialog>
  );
}

function KeyList({ title, items }: { title: string; items: readonly { keys: string; label: string }[] }) {
  return (
    <section className="mb-4">
      <h3 className="pb-1 text-xs text-muted">{title}</h3>
      <dl className="divide-y">
        {items.map(({ keys, label }) => (
          <div key={keys} className="flex h-8 items-center justify-between">
            <dt>{label}</dt>
            <dd className="flex gap-1">
              {keys.split(' ').map((key) => (
                <Kbd key={key} keys={key} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
