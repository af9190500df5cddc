import { groupBy } from '@pharos/core/group-by';
import type { Shift } from '../../../api/schedules.ts';
import { cx } from '../../../components/cx.ts';
import { type Named, nameOf } from '../../../components/form/named.ts';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { escalationTexts } from './texts.ts';
import type { TwoWeeks } from './use-two-weeks.ts';

interface ShiftRowsProps {
  shifts: readonly Shift[];
  people: readonly Named[];
  range: TwoWeeks;
  timeZone: string;
}

/** Who is on call now, and a row for each who is over the next two weeks. */
export function ShiftRows({ shifts: all, people, range, timeZone }: ShiftRowsProps) {
  const t = useTexts(escalationTexts);
  const format = useFormat();
  const { now, days, fromMs, toMs } = range;
  const named = (person: string | null) => (person === null ? t('nobody') : nameOf(people, person));
  // Stretches that nobody has stand below all others.
  const rows = [...groupBy(all, ({ person }) => person)].sort(
    ([a], [b]) => Number(a === null) - Number(b === null),
  );
  const current = all.find(({ from, to }) => Date.parse(from) <= now && now < Date.parse(to));
  const share = (ms: number) => `${(100 * (ms - fromMs)) / (toMs - fromMs)}%`;
  const told = ({ from, to, person }: Shift) =>
    `${named(person)}: ${format.dateTime(Date.parse(from))} – ${format.dateTime(Date.parse(to))}`;
  return (
    <>
      {current && (
        <p className="pb-2 text-sm">
          <span className={cx('font-medium', current.person === null && 'text-bad')}>
            {t('onCallNow', { person: named(current.person) })}
          </span>{' '}
          <span className="text-muted">{t('untilThen', { at: format.dayTime(Date.parse(current.to)) })}</span>
        </p>
      )}
      <div className="grid grid-cols-[minmax(4.5rem,9rem)_1fr] items-center gap-x-3 gap-y-1">
        <span />
        <div aria-hidden className="relative h-4 text-2xs text-muted">
          {days.map((ms, i) => (
            <span
              key={ms}
              className={cx('absolute whitespace-nowrap', i % 7 !== 0 && 'max-sm:hidden')}
              style={{ left: share(ms) }}
            >
              {dayName(ms, format.locale, timeZone)}
            </span>
          ))}
        </div>
        {rows.map(([person, shifts]) => (
          <div key={person ?? ''} className="contents">
            <span className={cx('truncate text-xs', person === null && 'text-muted')}>{named(person)}</span>
            <ul className="relative h-5 bg-sunken">
              {shifts.map((shift) => (
                <li
                  key={shift.from}
                  title={told(shift)}
                  className={cx(
                    'absolute inset-y-0.5 rounded-sm border-r border-surface',
                    person === null ? 'bg-faint' : 'bg-accent',
                  )}
                  style={{
                    left: share(Date.parse(shift.from)),
                    width: `${(100 * (Date.parse(shift.to) - Date.parse(shift.from))) / (toMs - fromMs)}%`,
                  }}
                >
                  <span className="sr-only">{told(shift)}</span>
                </li>
              ))}
              <li aria-hidden className="absolute inset-y-0 w-px bg-ink" style={{ left: share(now) }} />
            </ul>
          </div>
        ))}
      </div>
    </>
  );
}

const dayName = (ms: number, locale: string, timeZone: string): string =>
  new Intl.DateTimeFormat(locale, { timeZone, weekday: 'short', day: 'numeric' }).format(ms);
