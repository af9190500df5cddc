import { type Frame, plotOf } from '@pharos/core/charts/frame';
import { fitText, textWidth } from '@pharos/core/charts/text-width';
import type { Mark } from './context.ts';

interface HappenedProps {
  marks: readonly Mark[];
  x: (ms: number) => number;
  frame: Frame;
}

const LABEL_ROOM = 120;

/** What happened meanwhile: a dotted line at its moment with its name while there is room; a wash while it lasted. */
export function Happened({ marks, x, frame }: HappenedProps) {
  const { x0, x1, y0, y1, height } = plotOf(frame);
  let taken = Number.NEGATIVE_INFINITY;
  return marks
    .map((mark) => ({ mark, at: x(mark.atMs), until: x(mark.untilMs ?? mark.atMs) }))
    .filter(({ at, until }) => until >= x0 && at <= x1)
    .sort((a, b) => a.at - b.at)
    .map(({ mark, at, until }) => {
      const from = Math.max(at, x0);
      const to = Math.min(until, x1);
      const text = fitText(mark.title, Math.min(LABEL_ROOM, x1 - from - 6));
      const labelled = at >= x0 && from > taken && text !== '';
      if (labelled) taken = from + textWidth(text) + 10;
      return (
        <g key={mark.id} style={mark.kind === 'incident' ? { color: 'var(--bad-mark)' } : undefined}>
          <title>{mark.title}</title>
          {to > from && <rect className="wash" x={from} y={y0} width={to - from} height={height} />}
          {at >= x0 && <line className="happened" x1={at} x2={at} y1={y0} y2={y1} />}
          {labelled && (
            <text className="halo" x={from + 4} y={y0 + 8}>
              {text}
            </text>
          )}
        </g>
      );
    });
}
