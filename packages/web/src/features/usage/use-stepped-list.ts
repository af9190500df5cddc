import { useMemo } from 'react';
import type { ListOf } from '../../api/telemetry.ts';
import { useTimeRange } from '../../use-time-range.ts';

const STEP_MS = 300_000;
const stepped = (ms: number): string => new Date(Math.ceil(ms / STEP_MS) * STEP_MS).toISOString();

/**
 * What a part shows that is dear to work out: a relative range ends with the next five minutes, so that whoever looks in between
 * asks the same and it is worked out once.
 */
export function useSteppedList(filter: string): ListOf {
  const { range, fromMs, toMs, ...exact } = useTimeRange();
  const [from, to] = 'token' in range ? [stepped(fromMs), stepped(toMs)] : [exact.from, exact.to];
  return useMemo(() => ({ filter, from, to }), [filter, from, to]);
}
