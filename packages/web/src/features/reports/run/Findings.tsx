import type { Block } from '@pharos/core/reports/blocks';
import { SHAPES } from '@pharos/core/reports/shapes';
import { cx } from '../../../components/cx.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { runTexts } from './texts.ts';
import { TONES } from './tones.ts';

/** What stands out, each with a shape for better, worse, or neither. */
export function Findings({ findings }: Extract<Block, { kind: 'findings' }>) {
  const t = useTexts(runTexts);
  return (
    <ul className="flex flex-col gap-1.5">
      {findings.map(({ tone, text }) => (
        <li key={text} className="flex items-baseline gap-2.5">
          <span aria-hidden title={t(tone)} className={cx('w-3 shrink-0 text-center text-xs', TONES[tone])}>
            {SHAPES[tone]}
          </span>
          <span className="min-w-0">
            <span className="sr-only">{t(tone)}: </span>
            {text}
          </span>
        </li>
      ))}
    </ul>
  );
}
