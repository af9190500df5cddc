import type { ApiScoreConfig } from '@pharos/core/api/score-configs';
import type { ScoreType } from '@pharos/core/score';
import { useTexts } from '../../i18n/i18n.ts';
import { Field, Input } from '../Input.tsx';
import { Segmented } from '../Segmented.tsx';
import { Select } from '../Select.tsx';
import { scoreTexts } from './texts.ts';

interface ValueFieldProps {
  type: ScoreType;
  config: ApiScoreConfig | undefined;
  value: string;
  onValue: (value: string) => void;
}

/** The control that fits what a score may say. */
export function ValueField({ type, config, value, onValue }: ValueFieldProps) {
  const t = useTexts(scoreTexts);
  const categories = config?.categories ?? [];
  if (type === 'boolean') {
    return (
      <div className="flex flex-col items-start gap-1">
        <span aria-hidden className="text-xs font-medium text-soft">
          {t('value')}
        </span>
        <Segmented
          label={t('value')}
          value={value}
          options={[
            { value: 'true', label: t('yes') },
            { value: 'false', label: t('no') },
          ]}
          onChange={onValue}
        />
      </div>
    );
  }
  return (
    <Field label={t('value')} hint={config && rangeText(config, t)}>
      {(ids) =>
        categories.length > 0 ? (
          <Select
            {...ids}
            value={value}
            options={[
              { value: '', label: t('choose'), disabled: true },
              ...categories.map(({ label }) => ({ value: label, label })),
            ]}
            onChange={onValue}
          />
        ) : (
          <Input
            {...ids}
            autoComplete="off"
            inputMode={type === 'numeric' ? 'decimal' : 'text'}
            maxLength={type === 'categorical' ? 200 : 65_536}
            value={value}
            onChange={(event) => onValue(event.target.value)}
            className={type === 'numeric' ? 'figures w-32' : ''}
          />
        )
      }
    </Field>
  );
}

function rangeText({ min, max }: ApiScoreConfig, t: typeof scoreTexts.t): string | undefined {
  if (min !== null && max !== null) return t('between', { min, max });
  if (min !== null) return t('atLeast', { min });
  return max === null ? undefined : t('atMost', { max });
}
