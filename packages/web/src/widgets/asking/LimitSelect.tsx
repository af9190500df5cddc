import { Select } from '../../components/Select.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { limitsFor } from './display-choices.ts';
import { askingTexts } from './texts.ts';

const AUTO = '';

interface LimitSelectProps {
  /** As many as the mark can show. */
  most: number;
  value: number | undefined;
  onChange: (limit: number | undefined) => void;
}

/** How many groups are asked for. */
export function LimitSelect({ most, value, onChange }: LimitSelectProps) {
  const t = useTexts(askingTexts);
  return (
    <Select
      label={t('limit')}
      value={String(value === undefined ? AUTO : Math.min(value, most))}
      options={[
        { value: AUTO, label: t('limitAuto') },
        ...limitsFor(most, value).map((count) => ({ value: String(count), label: t('limitOf', { count }) })),
      ]}
      onChange={(next) => onChange(next === AUTO ? undefined : Number(next))}
    />
  );
}
