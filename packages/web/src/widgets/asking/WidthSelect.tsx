import { Select } from '../../components/Select.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { widthsFor } from './display-choices.ts';
import { askingTexts } from './texts.ts';

const AUTO = '';

interface WidthSelectProps {
  /** How long the range is that the buckets are to suit. */
  rangeMs: number;
  /** In seconds. */
  value: number | undefined;
  onChange: (seconds: number | undefined) => void;
}

/** How wide the buckets of a chart over time are. */
export function WidthSelect({ rangeMs, value, onChange }: WidthSelectProps) {
  const t = useTexts(askingTexts);
  const format = useFormat();
  return (
    <Select
      label={t('width')}
      value={String(value ?? AUTO)}
      options={[
        { value: AUTO, label: t('widthAuto') },
        ...widthsFor(rangeMs, value).map((seconds) => ({
          value: String(seconds),
          label: t('widthOf', { length: format.period(seconds * 1000) }),
        })),
      ]}
      onChange={(next) => onChange(next === AUTO ? undefined : Number(next))}
    />
  );
}
