import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { isKnown } from './known.ts';
import { LIGHT, type Palette, seriesColor } from './palette.ts';
import { element, picture } from './svg.ts';

const EDGE = 3;

/**
 * A line without axes, to stand beside a figure: from the least value to the most, gaps stay gaps, the last value is a dot.
 * Without values it is an empty sheet of the same size.
 */
export function sparklinePicture(
  values: readonly (number | null)[],
  { width = 96, height = 24, palette = LIGHT }: { width?: number; height?: number; palette?: Palette } = {},
): string {
  const known = values.filter(isKnown);
  const sheet = { width, height, surface: palette.surface };
  if (known.length === 0) return picture(sheet);
  const [least, most] = [known.reduce((a, b) => Math.min(a, b)), known.reduce((a, b) => Math.max(a, b))];
  const y = scaleLinear()
    .domain(least === most ? [least - 1, most + 1] : [least, most])
    .range([height - EDGE, EDGE]);
  const x = scaleLinear()
    .domain([0, Math.max(1, values.length - 1)])
    .range([EDGE, width - EDGE]);
  const color = seriesColor(palette, 0);
  const outline = line<number | null>()
    .defined(isKnown)
    .x((_, index) => x(index))
    .y((value) => y(value ?? 0))
    .digits(1)(values);
  const last = values.findLastIndex(isKnown);
  return picture(
    sheet,
    outline
      ? element('path', {
          ...{ d: outline, fill: 'none', stroke: color },
          ...{ 'stroke-width': 1.3, 'stroke-linejoin': 'round', 'stroke-linecap': 'round' },
        })
      : '',
    element('circle', { cx: x(last), cy: y(values[last] ?? 0), r: 1.8, fill: color }),
  );
}
