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
  max?: number;
  onChange: (value: number | undefined) => void;
}

const SETTLED_MS = 200;

/** A percentage that follows the hand at once and is told when the hand rests. */
export function Slider({ label, value, measured, max = 100, onChange }: SliderProps) {
  const t = useTexts(whatIfTexts);
  const id = useId();
  const start = value ?? measured;
  const [draft, setDraft] = useState(start);
  useEffect(() => setDraft(start), [start]);
  useEffect(() => {
    if (draft === start) return;
    const timer = setTimeout(() => onChange(draft), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [draft, start, onChange]);
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="flex h-5 items-center justify-between gap-1 text-xs text-muted">
        <span className="truncate">{label}</span>
        <span className="flex shrink-0 items-center gap-0.5">
          <span className="figures text-ink">{Math.round(draft * 10) / 10} %</span>
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
        min={0}
        max={max}
        step={1}
        value={draft}
        onChange={(event) => setDraft(Number(event.target.value))}
        className="h-8 w-full accent-accent"
      />
    </div>
  );
}
