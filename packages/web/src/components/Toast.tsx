import { X } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { common } from '../i18n/common.ts';
import { useTexts } from '../i18n/i18n.ts';
import { cx } from './cx.ts';
import { FLOATING } from './Popover.tsx';

interface Toast {
  id: number;
  text: string;
  tone: 'neutral' | 'bad';
}

const SHOWN_MS = 6000;
const MOST = 3;
let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function update(next: readonly Toast[]): void {
  toasts = next.slice(-MOST);
  for (const listener of listeners) listener();
}
const dismiss = (id: number) => update(toasts.filter((toast) => toast.id !== id));

/** Says that something was done, or failed, where no place on the page can. Gone after six seconds. */
export function toast(text: string, tone: Toast['tone'] = 'neutral'): void {
  const id = nextId++;
  update([...toasts, { id, text, tone }]);
  setTimeout(() => dismiss(id), SHOWN_MS);
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Where toasts appear; once in the app. */
export function ToastRegion() {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  const t = useTexts(common);
  return (
    <div
      role="status"
      aria-live="polite"
      className="pointer-events-none fixed right-4 bottom-4 z-50 flex flex-col items-end gap-2"
    >
      {shown.map((item) => (
        <div
          key={item.id}
          className={cx(
            FLOATING,
            'pointer-events-auto flex max-w-96 items-start gap-3 py-2 pr-2 pl-3 text-sm',
            item.tone === 'bad' && 'text-bad',
          )}
        >
          <span className="py-0.5">{item.text}</span>
          <button
            type="button"
            aria-label={t('close')}
            onClick={() => dismiss(item.id)}
            className="rounded p-1 text-muted hover:bg-hover"
          >
            <X className="size-4" aria-hidden />
          </button>
        </div>
      ))}
    </div>
  );
}
