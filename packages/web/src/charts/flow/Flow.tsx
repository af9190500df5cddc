import { plotOf } from '@pharos/core/charts/frame';
import { fitText } from '@pharos/core/charts/text-width';
import type { Unit } from '@pharos/core/metrics';
import { useMemo } from 'react';
import { useFormat } from '../../format/use-format.ts';
import { common } from '../../i18n/common.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { Chart } from '../kit/Chart.tsx';
import { colorsOf, OTHER_COLOR } from '../kit/palette.ts';
import { nextInRow } from '../kit/stops.ts';
import { useWidth } from '../kit/use-width.ts';
import { bandAt, type FlowBand, type FlowLink, type FlowNode, layoutFlow, REST } from './layout.ts';

interface FlowProps {
  label: string;
  unit: Unit;
  links: readonly FlowLink[];
  /** A kind of thing a layer: colours are kept by it. */
  layers: readonly string[];
  /** A name as a reader knows it. */
  nameOf: (layer: number, name: string) => string;
  height?: number;
}

/** Names of the last layer stand at its right. */
const LABEL_ROOM = 124;

/** Where it goes: from the names at the left to those at the right, bands as thick as what flows between two. */
export function Flow({ label, unit, links, layers, nameOf, height = 260 }: FlowProps) {
  const c = useTexts(common);
  const format = useFormat();
  const { ref, width } = useWidth<HTMLDivElement>();
  const frame = useMemo(
    () => ({ width, height, left: 0, right: Math.min(LABEL_ROOM, width * 0.3), top: 4, bottom: 4 }),
    [width, height],
  );
  const { nodes, bands } = useMemo(() => layoutFlow(links, plotOf(frame)), [links, frame]);
  const colors = layers.map((layer, nth) =>
    colorsOf(
      layer,
      nodes.filter((node) => node.layer === nth && node.name !== REST).map(({ name }) => name),
    ),
  );
  const colorOf = ({ layer, name }: FlowNode) =>
    name === REST ? OTHER_COLOR : (colors[layer]?.(name) ?? OTHER_COLOR);
  const text = ({ layer, name }: FlowNode) => (name === REST ? c('other') : nameOf(layer, name));
  const step = (frame.width - frame.right) / Math.max(1, layers.length - 1);

  return (
    <div ref={ref} className="min-w-0">
      <Chart
        label={label}
        frame={frame}
        empty={bands.length === 0}
        stops={{
          count: bands.length,
          at: (x, y) => bandAt(bands, x, y),
          next: nextInRow(bands.length),
          anchor: (stop) => anchorOf(bands[stop]),
        }}
        readout={(stop) => {
          const band = bands[stop];
          if (!band) return { title: '', rows: [] };
          const { source, target, value } = band;
          return {
            title: `${text(source)} → ${text(target)}`,
            rows: [
              { label: text(target), text: format.exact(value, unit), color: colorOf(target) },
              {
                label: text(source),
                text: format.percent(value / source.value),
                role: 'aside',
              },
            ],
          };
        }}
        pickOf={(stop) => {
          const band = bands[stop];
          if (!band || band.source.name === REST || band.target.name === REST) return undefined;
          const ends = [band.source, band.target];
          return { group: layers.map((_, layer) => ends.find((end) => end.layer === layer)?.name) };
        }}
        cursor={(stop) => (
          <path
            d={bands[stop]?.path}
            fill="none"
            stroke="var(--ink)"
            strokeOpacity="0.25"
            strokeWidth={bands[stop]?.thickness}
          />
        )}
      >
        {bands.map((band) => (
          <path
            key={band.key}
            d={band.path}
            fill="none"
            stroke={colorOf(band.source)}
            strokeOpacity="0.35"
            strokeWidth={band.thickness}
          />
        ))}
        {nodes.map((node) => (
          <g key={node.key}>
            <rect x={node.x} y={node.y} width={node.width} height={node.height} fill={colorOf(node)} />
            {node.height >= 9 && (
              <text
                className="label halo"
                x={node.x + node.width + 6}
                y={node.y + node.height / 2}
                dy="0.34em"
              >
                <title>{text(node)}</title>
                {fitText(text(node), node.layer === layers.length - 1 ? frame.right - 10 : step * 0.6)}
              </text>
            )}
          </g>
        ))}
      </Chart>
    </div>
  );
}

function anchorOf(band: FlowBand | undefined): { x: number; y: number } {
  if (!band) return { x: 0, y: 0 };
  const { source, target, y0, y1 } = band;
  return { x: (source.x + source.width + target.x) / 2, y: (y0 + y1) / 2 };
}
