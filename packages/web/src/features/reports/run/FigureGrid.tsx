import type { Block } from '@pharos/core/reports/blocks';
import { Stat } from '../../../charts/stat/Stat.tsx';
import { cx } from '../../../components/cx.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { runTexts } from './texts.ts';
import { TONES } from './tones.ts';

/** Figures with their course and how they changed. */
export function FigureGrid({ figures }: Extract<Block, { kind: 'figures' }>) {
  const t = useTexts(runTexts);
  return (
    <ul
      className={cx(
        'grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-3',
        // Rows that are full, where they can be.
        figures.length % 3 !== 0 && 'lg:grid-cols-4',
      )}
    >
      {figures.map(({ label, value, change, tone, before, points }) => (
        <li key={label} className="min-w-0 break-inside-avoid">
          <Stat
            label={label}
            figure={{ value, unit: '' }}
            points={points.length > 1 ? points : undefined}
            note={
              change !== '' && (
                <span
                  className={cx('figures text-xs font-medium whitespace-nowrap', TONES[tone])}
                  title={before === '' ? undefined : t('versus', { before })}
                >
                  {change}
                  {before !== '' && <span className="sr-only"> {t('versus', { before })}</span>}
                </span>
              )
            }
          />
        </li>
      ))}
    </ul>
  );
}
