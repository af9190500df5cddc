import type { Threshold } from '@pharos/core/dashboards/dashboard';
import type { Unit } from '@pharos/core/metrics';
import { Plus, X } from 'lucide-react';
import { Button, IconButton } from '../../../../components/Button.tsx';
import { Select } from '../../../../components/Select.tsx';
import { useFormat } from '../../../../format/use-format.ts';
import { useTexts } from '../../../../i18n/i18n.ts';
import { NumberInput } from './NumberInput.tsx';
import { panelTexts } from './texts.ts';

const TONES = ['good', 'warn', 'bad'] as const;
const MOST = 8;

interface ThresholdListProps {
  thresholds: readonly Threshold[];
  unit: Unit;
  onChange: (thresholds: Threshold[]) => void;
}

/** From which values on a figure is good, to be looked at, or bad. Values are in the unit of the metric. */
export function ThresholdList({ thresholds, unit, onChange }: ThresholdListProps) {
  const t = useTexts(panelTexts);
  const format = useFormat();
  const replace = (nth: number, change: Partial<Threshold>) =>
    onChange(thresholds.map((each, index) => (index === nth ? { ...each, ...change } : each)));
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="pb-1 text-xs font-medium text-soft">{t('thresholds')}</legend>
      {thresholds.map(({ value, tone }, nth) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a threshold is its place in the list
        <div key={nth} className="flex items-center gap-1.5">
          <span aria-hidden className="text-sm text-muted">
            ≥
          </span>
          <NumberInput
            label={t('threshold', { nth: nth + 1 })}
            value={value}
            onChange={(next) => next !== undefined && replace(nth, { value: next })}
          />
          <span className="figures w-16 shrink-0 truncate text-xs text-muted">
            {format.axis(value, unit)}
          </span>
          <Select
            label={t('thresholdTone', { nth: nth + 1 })}
            value={tone}
            options={TONES.map((each) => ({ value: each, label: t(`tone_${each}`) }))}
            onChange={(next) => replace(nth, { tone: next })}
            className="shrink-0"
          />
          <IconButton
            label={t('remove')}
            className="!size-7"
            onClick={() => onChange(thresholds.filter((_, index) => index !== nth))}
          >
            <X className="size-3.5" aria-hidden />
          </IconButton>
        </div>
      ))}
      {thresholds.length < MOST && (
        <Button
          variant="quiet"
          className="!h-7 self-start !px-1.5"
          onClick={() => onChange([...thresholds, { value: 0, tone: 'warn' }])}
        >
          <Plus className="size-3.5" aria-hidden />
          {t('addThreshold')}
        </Button>
      )}
    </fieldset>
  );
}
