import { textWidth } from '@pharos/core/charts/text-width';
import { useTexts } from '../../i18n/i18n.ts';
import { chartTexts } from '../texts.ts';
import type { StateTone } from './layout.ts';
import { STATE_SHARE, stateColor } from './look.ts';

interface ToneKeyProps {
  tones: readonly StateTone[];
  /** Its right end, and its middle. */
  x: number;
  y: number;
}

const BLOCK = { width: 14, height: 10 };
const GAP = 14;

/** What the looks of states mean. */
export function ToneKey({ tones, x, y }: ToneKeyProps) {
  const t = useTexts(chartTexts);
  let end = x + GAP;
  return tones.toReversed().map((tone) => {
    const text = t(tone);
    const from = end - GAP - textWidth(text);
    end = from - BLOCK.width - 5;
    const tall = BLOCK.height * STATE_SHARE[tone];
    return (
      <g key={tone}>
        <rect x={end} y={y - tall / 2} width={BLOCK.width} height={tall} rx="1.5" fill={stateColor(tone)} />
        <text x={from} y={y} dy="0.34em">
          {text}
        </text>
      </g>
    );
  });
}
