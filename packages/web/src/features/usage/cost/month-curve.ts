import type { MonthForecast } from '@pharos/core/api/usage';

interface Curve {
  /** What there is of the month by the end of each day; null for days to come. */
  present: (number | null)[];
  /** What there will be, from the last day that is over on. */
  band: { expected: (number | null)[]; low: (number | null)[]; high: (number | null)[] } | undefined;
}

/** A month day by day, summed up. The band opens as what it is about comes: nothing of what is there is uncertain. */
export function monthCurve({ days, forecast, present }: MonthForecast): Curve {
  let [sum, rest] = [0, 0];
  const points = days.map((day) => {
    if (day.present === null) return null;
    sum += day.present;
    return sum;
  });
  if (!forecast) return { present: points, band: undefined };
  const coming = Math.max(Number.MIN_VALUE, forecast.expected - present);
  const first = days.findIndex(({ toCome }) => toCome !== null);
  const steps = days.map(({ toCome }, index) => {
    if (index === first - 1) {
      const is = points[index] ?? 0;
      return { expected: is, low: is, high: is };
    }
    if (toCome === null) return { expected: null, low: null, high: null };
    rest += toCome;
    const share = rest / coming;
    return {
      expected: present + rest,
      low: present + rest - share * (forecast.expected - forecast.low),
      high: present + rest + share * (forecast.high - forecast.expected),
    };
  });
  return {
    present: points,
    band: {
      expected: steps.map(({ expected }) => expected),
      low: steps.map(({ low }) => low),
      high: steps.map(({ high }) => high),
    },
  };
}
