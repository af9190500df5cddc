import { duration, period } from '@pharos/core/format/duration';
import { exactMoney, money, rateText } from '@pharos/core/format/money';
import { compact, count, joined, percent, signed } from '@pharos/core/format/number';
import { figure, formatAxis, formatExact, formatFull, formatUnit, shownPer } from '@pharos/core/format/unit';
import { dateTime, dayTime, fullTime, listTime, relativeTime, timeOfDay } from '@pharos/core/format/when';
import type { Unit } from '@pharos/core/metrics';
import { useMemo } from 'react';
import { useLanguage } from '../i18n/i18n.ts';
import { useShownRate } from './shown-rate.tsx';
import { useZone } from './zone.ts';

/** All formatters in the language, the time zone and the currency of the page. Times are milliseconds since the epoch, shares 0 to 1. */
export function useFormat() {
  const locale = useLanguage();
  const zone = useZone();
  const rate = useShownRate();
  return useMemo(
    () => ({
      locale,
      zone,
      count: (value: number) => count(value, locale),
      compact: (value: number) => joined(compact(value, locale)),
      percent: (share: number) => joined(percent(share, locale)),
      signed: (value: number, digits?: number) => signed(value, locale, digits),
      duration: (ms: number) => duration(ms, locale),
      period: (ms: number) => period(ms, locale),
      money: (amount: number | string, currency?: string) => money(Number(amount), locale, currency, rate),
      exactMoney: (decimal: string, currency?: string) => exactMoney(decimal, currency, rate),
      /** At what rate dollars are shown, if they are not shown as such. */
      rate,
      rateText: rate && rateText(rate),
      shownPer: (unit: Unit) => shownPer(unit, rate),
      figure: (value: number, unit: Unit) => figure(value, unit, locale, rate),
      unit: (value: number, unit: Unit) => formatUnit(value, unit, locale, rate),
      axis: (value: number, unit: Unit) => formatAxis(value, unit, locale, rate),
      exact: (value: number, unit: Unit) => formatExact(value, unit, locale, rate),
      /** {@link formatExact} of what is also known as a decimal string, which has every digit. */
      full: (value: number, unit: Unit, decimal?: string) => formatFull(value, unit, locale, decimal, rate),
      relative: (atMs: number, nowMs = Date.now()) => relativeTime(atMs, nowMs, locale),
      listTime: (atMs: number) => listTime(atMs, Date.now(), locale, zone),
      dateTime: (atMs: number, precise = false) => dateTime(atMs, Date.now(), locale, zone, precise),
      dayTime: (atMs: number) => dayTime(atMs, Date.now(), locale, zone),
      fullTime: (atMs: number) => fullTime(atMs, locale, zone),
      timeOfDay: (atMs: number) => timeOfDay(atMs, locale, zone),
    }),
    [locale, zone, rate],
  );
}
export type Formatters = ReturnType<typeof useFormat>;
