import type { Widget } from '@pharos/core/dashboards/dashboard';
import { useTexts } from '../../../../i18n/i18n.ts';
import { replaceWidget } from '../edits.ts';
import type { Editor } from '../use-editor.ts';
import { LocalTextField } from './LocalTextField.tsx';
import { panelTexts } from './texts.ts';

interface TextPanelProps {
  editor: Editor;
  widget: Extract<Widget, { kind: 'text' }>;
}

/** Words in Markdown; the dashboard shows them as they are typed. */
export function TextPanel({ editor, widget }: TextPanelProps) {
  const t = useTexts(panelTexts);
  return (
    <LocalTextField
      label={t('markdown')}
      hint={t('markdownHint')}
      value={widget.markdown}
      rows={16}
      maxLength={10_000}
      onChange={(markdown) => editor.change(replaceWidget({ ...widget, markdown }), `text ${widget.id}`)}
    />
  );
}
