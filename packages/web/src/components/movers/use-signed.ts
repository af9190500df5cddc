import { MINUS } from '@pharos/core/format/number';
import { useFormat } from '../../format/use-format.ts';

/** What may be asked of movers. */
export type MovedMeasure = 'cost' | 'tokens';
export const unitOf = (measure: MovedMeasure) => (measure === 'cost' ? 'usd' : 'tokens');

/** A change in the unit of the measure, with its sign. */
export function useSigned(measure: MovedMeasure): (value: number) => string {
  const format = useFormat();
  return (value) =>
    value === 0 ? '0' : `${value < 0 ? MINUS : '+'}${format.unit(Math.abs(value), unitOf(measure))}`;
}
