import { useState } from 'react';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { cx } from '../cx.ts';
import { clampText } from './clamp.ts';
import { contentTexts } from './texts.ts';

/** Above this, formatting is left out: it would hold up the page. */
const MARKDOWN_LIMIT = 100_000;

interface LongTextProps {
  text: string;
  className?: string;
  /** Formats the part in sight; plain text otherwise. */
  render?: (text: string) => React.ReactNode;
}

/** A recorded text: whole when short, else its beginning and a way to the rest. Its direction follows its script. */
export function LongText({ text, className, render }: LongTextProps) {
  const t = useTexts(contentTexts);
  const format = useFormat();
  const [all, setAll] = useState(false);
  const beginning = clampText(text);
  const shown = beginning === undefined || all ? text : beginning;
  return (
    <div dir="auto" className={cx('min-w-0 [overflow-wrap:anywhere]', className)}>
      {render && shown.length <= MARKDOWN_LIMIT ? (
        render(shown)
      ) : (
        <div className="whitespace-pre-wrap">
          {shown}
          {shown !== text && '…'}
        </div>
      )}
      {beginning !== undefined && (
        <button
          type="button"
          onClick={() => setAll(!all)}
          className="mt-1 block text-xs text-accent hover:underline"
        >
          {all ? t('showLess') : t('showAll', { characters: format.count(text.length) })}
        </button>
      )}
    </div>
  );
}
