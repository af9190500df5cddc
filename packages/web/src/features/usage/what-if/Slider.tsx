import { RotateCcw } from 'lucide-react';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { IconButton } from '../../../components/Button.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { whatIfTexts } from './texts.ts';

interface SliderProps {
  label: ReactNode;
  /** In per cent; undefined: as measured. */
  value: number | undefined;
  /** What was measured, where the slider starts. */
  measured: number;
  min?: number;
  max?: number;
  onChange: (value: number | undefined) => void;
}

const SETTLED_MS = 200;

/** A percentage that follows the hand at once and is told when the hand rests. */
export function Slider({ label, value, measured, min = 0, max = 100, onChange }: SliderProps) {
  const t = useTexts(whatIfTexts);
  const id = useId();
  const start = value ?? measured;
  // What the hand holds, until it is told or something else is chosen meanwhile.
  const [held, setHeld] = useState<{ at: number; from: number }>();
  const isHeld = held !== undefined && held.from === start;
  if (held && !isHeld) setHeld(undefined);
  const shown = isHeld ? held.at : start;
  useEffect(() => {
    if (shown === start) return;
    const timer = setTimeout(() => onChange(shown), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [shown, start, onChange]);
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="flex h-5 items-center justify-between gap-1 text-xs text-muted">
        <span className="truncate">{label}</span>
        <span className="flex shrink-0 items-center gap-0.5">
          <span className="figures text-ink">{Math.round(shown * 10) / 10} %</span>
          {value !== undefined && (
            <IconButton label={t('reset')} className="size-5" onClick={() => onChange(undefined)}>
              <RotateCcw className="size-3" aria-hidden />
            </IconButton>
          )}
        </span>
      </label>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={1}
        value={shown}
        onChange={(event) => setHeld({ at: Number(event.target.value), from: start })}
        className="h-8 w-full accent-accent"
      />
    </div>
  );
}
