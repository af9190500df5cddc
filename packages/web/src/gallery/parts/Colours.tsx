import { RAMP_STEPS, rampColor } from '../../charts/kit/ramp.ts';
import { Example, Part } from '../Example.tsx';

const swatches = (names: readonly string[]) => (
  <div className="flex flex-wrap gap-1">
    {names.map((name) => (
      <span key={name} className="w-20 text-2xs text-muted">
        <span className="block h-9 rounded-sm border" style={{ background: `var(--${name})` }} />
        {name}
      </span>
    ))}
  </div>
);
const numbered = (name: string, count: number) =>
  Array.from({ length: count }, (_, at) => `${name}-${at + 1}`);
const SIZES = ['text-2xs', 'text-xs', 'text-sm', 'text-base', 'text-lg', 'text-xl', 'text-2xl'] as const;

/** The tokens that everything is made of. */
export const Colours = () => (
  <Part title="Tokens">
    <Example name="Neutral">{swatches(numbered('n', 12))}</Example>
    <Example name="Surfaces, lines and text">
      {swatches([
        'surface',
        'raised',
        'sunken',
        'hover',
        'pressed',
        'line',
        'line-strong',
        'faint',
        'muted',
        'soft',
        'ink',
      ])}
    </Example>
    <Example name="Accent and states">
      {swatches([
        'accent',
        'accent-soft',
        'accent-line',
        'good',
        'good-soft',
        'good-mark',
        'warn',
        'warn-soft',
        'warn-mark',
        'bad',
        'bad-soft',
        'bad-mark',
      ])}
    </Example>
    <Example name="Series">{swatches([...numbered('series', 10), 'volume'])}</Example>
    <Example name="Ramp">
      <div className="flex">
        {Array.from({ length: RAMP_STEPS }, (_, at) => (
          <span key={rampColor(at)} className="block h-9 w-12" style={{ background: rampColor(at + 1) }} />
        ))}
      </div>
    </Example>
    <Example name="Type">
      {SIZES.map((size) => (
        <p key={size} className={size}>
          {size} · 12 480 tokens · 调用链 · Where is my order?
        </p>
      ))}
    </Example>
  </Part>
);
