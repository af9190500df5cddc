import { type Range, RELATIVE } from '@pharos/core/time-range';
import { CalendarRange, ChevronDown } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button } from '../components/Button.tsx';
import { cx } from '../components/cx.ts';
import { Field } from '../components/Input.tsx';
import { Popover } from '../components/Popover.tsx';
import { Select } from '../components/Select.tsx';
import { useFormat } from '../format/use-format.ts';
import { chosenZone, ownZone, setZone, useZone } from '../format/zone.ts';
import { useTexts } from '../i18n/i18n.ts';
import { type TimeRange, useTimeRange } from '../use-time-range.ts';
import { shell } from './messages.ts';
import { RangeForm } from './RangeForm.tsx';

const isListed = (token: string): token is (typeof RELATIVE)[number] =>
  RELATIVE.some((known) => known === token);

/** The range in words: `Last 24 hours`, `1 Nov, 08:00 – 2 Nov, 08:00`. */
export function useRangeLabel(): (range: Range) => string {
  const t = useTexts(shell);
  const format = useFormat();
  return (range) => {
    if (!('token' in range)) return `${format.dateTime(range.fromMs)} – ${format.dateTime(range.toMs)}`;
    return isListed(range.token)
      ? t(`last_${range.token}`)
      : t('lastOther', { length: format.period(range.lengthMs) });
  };
}

/** The range's length as the name of a period: `day`, `7 days`. */
export function usePeriodName(): (range: TimeRange) => string {
  const t = useTexts(shell);
  const format = useFormat();
  return ({ range, fromMs, toMs }) =>
    'token' in range && isListed(range.token) ? t(`period_${range.token}`) : format.period(toMs - fromMs);
}

/** Chooses the page's time range: one of the usual lengths up to now, or from a date to a date. */
export function RangePicker() {
  const t = useTexts(shell);
  const label = useRangeLabel();
  const time = useTimeRange();
  const zone = useZone();
  const [open, setOpen] = useState(false);
  const token = 'token' in time.range ? time.range.token : undefined;
  return (
    <Popover
      label={t('range')}
      open={open}
      onOpenChange={setOpen}
      align="end"
      className="w-72"
      trigger={
        <Button aria-label={`${t('range')}: ${label(time.range)}`}>
          <CalendarRange className="size-4 text-muted" aria-hidden />
          <span className="figures">{label(time.range)}</span>
          <ChevronDown className="size-3.5 text-muted" aria-hidden />
        </Button>
      }
    >
      <div className="grid grid-cols-2 gap-1">
        {RELATIVE.map((option) => (
          <button
            key={option}
            type="button"
            aria-pressed={option === token}
            onClick={() => {
              time.set({ from: option, to: undefined });
              setOpen(false);
            }}
            className={cx(
              'h-8 rounded-md px-2 text-left text-sm hover:bg-hover',
              option === token && 'bg-accent-soft font-medium text-accent hover:bg-accent-soft',
            )}
          >
            {t(`last_${option}`)}
          </button>
        ))}
      </div>
      <RangeForm
        key={zone}
        {...time}
        onRange={(range) => {
          time.set(range);
          setOpen(false);
        }}
        className="mt-3 border-t pt-3"
      >
        <ZonePicker />
      </RangeForm>
    </Popover>
  );
}

/** In whose clocks all times of the product are told. */
function ZonePicker() {
  const t = useTexts(shell);
  useZone();
  const zones = useMemo(
    () => ['UTC', ...Intl.supportedValuesOf('timeZone').filter((name) => name !== 'UTC')],
    [],
  );
  return (
    <Field label={t('zone')}>
      {(ids) => (
        <Select
          {...ids}
          value={chosenZone()}
          options={[
            { value: '', label: t('ownZone', { zone: ownZone() }) },
            ...zones.map((value) => ({ value, label: value.replaceAll('_', ' ') })),
          ]}
          onChange={setZone}
        />
      )}
    </Field>
  );
}
