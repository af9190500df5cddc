import type { Widget } from '@pharos/core/dashboards/dashboard';
import { readIn } from '@pharos/core/local-text';
import { useLanguage, useTexts } from '../../../i18n/i18n.ts';
import { editorTexts } from './texts.ts';

const MOST_LETTERS = 60;

/** What a widget is called when it is spoken of. */
export function useWidgetTitle(): (widget: Widget) => string {
  const t = useTexts(editorTexts);
  const language = useLanguage();
  return (widget) => {
    const text = readIn(widget.kind === 'text' ? widget.markdown : widget.title, language);
    return (
      text
        .split('\n', 1)[0]
        ?.replace(/^#+\s*/, '')
        .slice(0, MOST_LETTERS) || t('untitled')
    );
  };
}
