import { fieldNamed } from '@pharos/core/fields';
import { isNumeric } from '@pharos/core/filter';
import { formatQuantity, type Quantity } from '@pharos/core/quantity';
import { X } from 'lucide-react';
import { useTexts } from '../../i18n/i18n.ts';
import { cx } from '../cx.ts';
import type { Chip } from './edit.ts';
import { filterTexts } from './texts.ts';

const SIGNS: Partial<Record<string, string>> = {
  '=': ':',
  '!=': '≠',
  '>=': '≥',
  '<=': '≤',
  contains: '~',
  notContains: '≁',
};

interface ChipViewProps {
  chip: Chip;
  onEdit: () => void;
  onRemove: () => void;
}

/** One condition; a click changes it, the cross removes it. */
export function ChipView({ chip, onEdit, onRemove }: ChipViewProps) {
  const t = useTexts(filterTexts);
  const { filter } = chip;
  const field = filter && fieldNamed(filter.field);
  const values = filter?.values.map((value) =>
    typeof value === 'number' && field && isNumeric(field)
      ? formatQuantity(value, field.type as Quantity)
      : String(value),
  );
  const sign = filter && (SIGNS[filter.op] ?? filter.op);
  const presence = filter?.op === 'exists' ? t('any') : filter?.op === 'missing' ? t('notAny') : undefined;
  return (
    <span
      className={cx(
        'inline-flex h-6 max-w-full items-center rounded text-sm',
        chip.problem ? 'bg-bad-soft text-bad' : 'bg-accent-soft',
      )}
    >
      <button
        type="button"
        onClick={onEdit}
        title={t('edit', { condition: chip.text })}
        className="min-w-0 truncate ps-1.5 hover:underline"
      >
        {!chip.problem && <span className="text-muted">{filter ? filter.field : t('searches')}</span>}{' '}
        {presence ?? (
          <>
            {sign && sign !== ':' && <span className="text-muted">{sign} </span>}
            <span className="font-medium">{filter ? values?.join(', ') : chip.word}</span>
          </>
        )}
      </button>
      <button
        type="button"
        onClick={onRemove}
        aria-label={t('remove', { condition: chip.text })}
        className="ms-0.5 rounded p-1 text-muted hover:text-ink"
      >
        <X className="size-3" aria-hidden />
      </button>
    </span>
  );
}
