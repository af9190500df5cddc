import { Maximize2, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { common } from '../i18n/common.ts';
import { useTexts } from '../i18n/i18n.ts';
import { IconButton } from './Button.tsx';
import { cx } from './cx.ts';

interface SidePanelProps {
  title: ReactNode;
  /** Read out as the panel's name. */
  label: string;
  onClose: () => void;
  /** Makes a page of it. */
  onExpand?: () => void;
  expandLabel?: string;
  /** Leaves most of the page to what it is about. */
  narrow?: boolean;
  children: ReactNode;
}

/** A preview beside its list; the list stays usable. Esc closes. On a phone it covers the page. */
export function SidePanel(props: SidePanelProps) {
  const { title, label, onClose, onExpand, expandLabel, narrow, children } = props;
  const t = useTexts(common);
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) close.current();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <aside
      aria-label={label}
      className={cx(
        'fixed inset-y-0 right-0 z-30 flex w-full animate-fade-in flex-col border-l bg-surface shadow-float',
        narrow ? 'md:w-[min(26rem,45vw)]' : 'md:w-[min(46rem,60vw)]',
      )}
    >
      <header className="flex h-12 shrink-0 items-center gap-2 border-b px-4">
        <div className="min-w-0 flex-1 truncate font-medium">{title}</div>
        {onExpand && (
          <IconButton label={expandLabel ?? label} keys="Enter" onClick={onExpand}>
            <Maximize2 className="size-4" aria-hidden />
          </IconButton>
        )}
        <IconButton label={t('close')} keys="Escape" onClick={onClose}>
          <X className="size-4" aria-hidden />
        </IconButton>
      </header>
      <div className="scroll-thin min-h-0 flex-1 overflow-auto">{children}</div>
    </aside>
  );
}
