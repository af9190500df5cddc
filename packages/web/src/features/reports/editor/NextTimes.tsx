import { useId } from 'react';
import { cx } from '../../../components/cx.ts';
import { ErrorLine } from '../../../components/ErrorState.tsx';
import { useLanguage, useTexts } from '../../../i18n/i18n.ts';
import { editorTexts } from './texts.ts';
import type { NextTimes as Times } from './use-next-times.ts';

/** The next times that a schedule comes true, on the clocks of the report. */
export function NextTimes({ times, timeZone, isStale, error }: Times) {
  const t = useTexts(editorTexts);
  const language = useLanguage();
  const id = useId();
  const clock = new Intl.DateTimeFormat(language, {
    timeZone,
    ...{ weekday: 'short', year: 'numeric', month: 'short', day: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  });
  if (error) return <ErrorLine error={error} />;
  if (!times) return null;
  return (
    <div aria-busy={isStale || undefined} className={cx('flex flex-col gap-1', isStale && 'opacity-60')}>
      <p id={id} className="text-xs font-medium text-soft">
        {t('nextTimes')}
      </p>
      {times.length === 0 ? (
        <p className="text-sm text-muted">{t('noTimes')}</p>
      ) : (
        <ol aria-labelledby={id} className="figures flex flex-col gap-0.5 text-sm">
          {times.map((at) => (
            <li key={at}>
              <time dateTime={at}>{clock.format(new Date(at))}</time>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
