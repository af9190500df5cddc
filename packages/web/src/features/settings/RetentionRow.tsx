import type { RetentionSettings } from '@pharos/core/api/retention';
import { MAX_DAYS, type RetentionKind } from '@pharos/core/retention/kinds';
import { Input } from '../../components/Input.tsx';
import { Select } from '../../components/Select.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { CHOICES, type Typed } from './retention-form.ts';
import { retentionTexts } from './retention-texts.ts';

/** A length in words. */
export function useLength(): (days: number | null) => string {
  const t = useTexts(retentionTexts);
  const format = useFormat();
  return (days) => (days === null ? t('forever') : t('daysOf', { count: format.count(days) }));
}

interface RetentionRowProps {
  kind: RetentionKind;
  typed: Typed;
  defaults: RetentionSettings['defaults'];
  /** What holds where that is something else. */
  bounded: number | null | undefined;
  wrong: boolean;
  disabled: boolean;
  onChange: (typed: Typed) => void;
}

/** How long one kind is kept. */
export function RetentionRow({
  kind,
  typed,
  defaults,
  bounded,
  wrong,
  disabled,
  onChange,
}: RetentionRowProps) {
  const t = useTexts(retentionTexts);
  const format = useFormat();
  const length = useLength();
  const options = CHOICES.map((value) => ({
    value,
    label: value === 'server' ? t('server', { length: length(defaults[kind]) }) : t(value),
  }));
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1.5 border-b py-2">
      <div className="min-w-48 flex-1">
        <div className="text-sm font-medium">{t(kind)}</div>
        <div className="text-xs text-muted">{t(`hint_${kind}`)}</div>
      </div>
      <div className="flex flex-wrap items-center justify-end gap-2">
        {bounded !== undefined && (
          <span className="text-xs text-muted">{t('bounded', { length: length(bounded) })}</span>
        )}
        {wrong && (
          <span role="alert" className="text-xs text-bad">
            {t('daysWrong', { most: format.count(MAX_DAYS) })}
          </span>
        )}
        {typed.choice === 'days' && (
          <span className="w-20">
            <Input
              aria-label={t('daysLabel', { kind: t(kind) })}
              aria-invalid={wrong || undefined}
              inputMode="numeric"
              maxLength={5}
              value={typed.days}
              disabled={disabled}
              className="figures text-right"
              onChange={(event) => onChange({ ...typed, days: event.target.value })}
            />
          </span>
        )}
        <Select
          label={t(kind)}
          value={typed.choice}
          options={options}
          disabled={disabled}
          className="w-52"
          onChange={(choice) => onChange({ ...typed, choice })}
        />
      </div>
    </li>
  );
}
