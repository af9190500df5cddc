import type { Band } from '@pharos/core/series/baseline';
import { area, line } from 'd3-shape';

interface BandSparklineProps {
  values: readonly (number | null)[];
  bands: readonly (Band | null)[];
  width?: number;
  height?: number;
}

/** A band is drawn up to so many times the largest value: beyond, it would be all that is seen. */
const MOST_ABOVE = 1.2;

/** The shape of a series over what is usual, from zero. Decoration: the figures stand beside it. */
export function BandSparkline({ values, bands, width = 110, height = 24 }: BandSparklineProps) {
  const top = Math.max(
    ...values.map((value) => MOST_ABOVE * (value ?? 0)),
    ...bands.map((band) => band?.expected ?? 0),
  );
  const y = (value: number) => height - 1 - (Math.min(value, top) / (top || 1)) * (height - 2);
  const x = (index: number) => (index / Math.max(1, values.length - 1)) * width;
  const band = area<Band | null>()
    .defined((each) => each !== null)
    .x((_, index) => x(index))
    .y0((each) => y(each?.low ?? 0))
    .y1((each) => y(each?.high ?? 0))
    .digits(1)([...bands]);
  const course = line<number | null>()
    .defined((value) => value !== null)
    .x((_, index) => x(index))
    .y((value) => y(value ?? 0))
    .digits(1)([...values]);
  return (
    <svg aria-hidden="true" width={width} height={height} className="block overflow-visible">
      <path d={band ?? ''} fill="var(--series-1)" opacity="0.18" />
      <path d={course ?? ''} fill="none" stroke="var(--series-1)" strokeWidth="1.25" strokeLinejoin="round" />
    </svg>
  );
}
