import type { Widget } from '@pharos/core/dashboards/dashboard';
import { useTexts } from '../../../../i18n/i18n.ts';
import { replaceWidget } from '../edits.ts';
import type { Editor } from '../use-editor.ts';
import { Check } from './Check.tsx';
import { LocalTextField } from './LocalTextField.tsx';
import { panelTexts } from './texts.ts';

interface HeadingPanelProps {
  editor: Editor;
  widget: Extract<Widget, { kind: 'heading' }>;
}

/** What begins a row. */
export function HeadingPanel({ editor, widget }: HeadingPanelProps) {
  const t = useTexts(panelTexts);
  return (
    <>
      <LocalTextField
        label={t('title')}
        value={widget.title}
        onChange={(title) => editor.change(replaceWidget({ ...widget, title }), `title ${widget.id}`)}
      />
      <Check
        checked={widget.folded}
        onChange={(folded) => editor.change(replaceWidget({ ...widget, folded }))}
      >
        {t('folded')}
      </Check>
    </>
  );
}
