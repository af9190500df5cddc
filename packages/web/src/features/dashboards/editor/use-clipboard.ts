import { type Tab, widgetSchema } from '@pharos/core/dashboards/dashboard';
import { useEffect, useRef } from 'react';
import { useTexts } from '../../../i18n/i18n.ts';
import { announce } from './announce.ts';
import { addWidget, freshId } from './edits.ts';
import { editorTexts } from './texts.ts';
import type { Editor } from './use-editor.ts';
import type { WidgetActions } from './use-widget-actions.ts';
import { useWidgetTitle } from './widget-title.ts';

const isTyping = (): boolean =>
  document.activeElement instanceof HTMLElement &&
  /^(input|textarea|select)$/i.test(document.activeElement.tagName);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The widget in focus can be cut and copied as text, and pasted: into another tab, another dashboard, a chat. */
export function useClipboard(editor: Editor, tab: Tab, actions: WidgetActions): void {
  const t = useTexts(editorTexts);
  const title = useWidgetTitle();
  const take = (event: ClipboardEvent) => {
    const id = document.activeElement?.getAttribute('data-widget');
    const widget = tab.widgets.find((each) => each.id === id);
    if (!widget || !event.clipboardData || document.getSelection()?.toString()) return;
    event.clipboardData.setData('text/plain', JSON.stringify(widget, null, 2));
    event.preventDefault();
    if (event.type === 'cut') actions.remove(widget);
    announce(t(event.type === 'cut' ? 'cut' : 'copiedWidget', { title: title(widget) }));
  };
  const paste = (event: ClipboardEvent) => {
    if (isTyping()) return;
    const read = widgetSchema.safeParse(parsed(event.clipboardData?.getData('text/plain') ?? ''));
    if (!read.success) return;
    event.preventDefault();
    const { place, ...widget } = read.data;
    const id = freshId(editor.document, Math.random);
    editor.change(addWidget(tab.id, { ...widget, id }, place));
    announce(t('addedTo', { title: title(read.data) }));
  };
  const latest = useRef({ take, paste });
  latest.current = { take, paste };
  useEffect(() => {
    const onTake = (event: ClipboardEvent) => latest.current.take(event);
    const onPaste = (event: ClipboardEvent) => latest.current.paste(event);
    document.addEventListener('copy', onTake);
    document.addEventListener('cut', onTake);
    document.addEventListener('paste', onPaste);
    return () => {
      document.removeEventListener('copy', onTake);
      document.removeEventListener('cut', onTake);
      document.removeEventListener('paste', onPaste);
    };
  }, []);
}
