import type { Widget } from '@pharos/core/dashboards/dashboard';
import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { IconButton } from '../../../components/Button.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { useAddress } from '../view/address.ts';
import { AboutPanel } from './panels/AboutPanel.tsx';
import { ChartPanel } from './panels/ChartPanel.tsx';
import { HeadingPanel } from './panels/HeadingPanel.tsx';
import { TextPanel } from './panels/TextPanel.tsx';
import { panelTexts } from './panels/texts.ts';
import { VariablesPanel } from './panels/VariablesPanel.tsx';
import type { Editor } from './use-editor.ts';

/** Beside the dashboard: the widget that is being changed, the variables, or what the dashboard says of itself. */
export function EditorPanel({ editor }: { editor: Editor }) {
  const t = useTexts(panelTexts);
  const [{ widget: id, panel }, set] = useAddress();
  const widget = editor.document.tabs.flatMap(({ widgets }) => widgets).find((each) => each.id === id);
  const close = () => set({ widget: undefined, panel: undefined }, { replace: true });
  if (widget) {
    return (
      <Docked key={widget.id} label={t(widget.kind)} onClose={close}>
        <OfWidget editor={editor} widget={widget} />
      </Docked>
    );
  }
  if (panel === 'variables') {
    return (
      <Docked label={t('variables')} onClose={close}>
        <VariablesPanel editor={editor} />
      </Docked>
    );
  }
  if (panel === 'about') {
    return (
      <Docked label={t('about')} onClose={close}>
        <AboutPanel editor={editor} />
      </Docked>
    );
  }
  return null;
}

function OfWidget({ editor, widget }: { editor: Editor; widget: Widget }) {
  switch (widget.kind) {
    case 'chart':
      return <ChartPanel editor={editor} widget={widget} />;
    case 'text':
      return <TextPanel editor={editor} widget={widget} />;
    case 'heading':
      return <HeadingPanel editor={editor} widget={widget} />;
  }
}

interface DockedProps {
  label: string;
  onClose: () => void;
  children: ReactNode;
}

/** Takes its room from the dashboard, so that both are seen; on a phone it covers the page. Esc closes. */
function Docked({ label, onClose, children }: DockedProps) {
  const t = useTexts(panelTexts);
  const aside = useRef<HTMLElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    const before = document.activeElement;
    aside.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (document.querySelector('[role="dialog"][data-state="open"], [role="menu"]')) return;
      close.current();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <aside
      ref={aside}
      tabIndex={-1}
      aria-label={label}
      className="flex w-full shrink-0 flex-col border-l bg-surface outline-none max-md:fixed max-md:inset-0 max-md:z-30 md:w-96"
    >
      <header className="flex h-10 shrink-0 items-center border-b px-4">
        <h2 className="min-w-0 flex-1 truncate text-sm font-semibold">{label}</h2>
        <IconButton label={t('close')} keys="Escape" onClick={onClose} className="-mr-2 !size-7">
          <X className="size-4" aria-hidden />
        </IconButton>
      </header>
      <div className="scroll-thin flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-4 py-3">
        {children}
      </div>
    </aside>
  );
}
