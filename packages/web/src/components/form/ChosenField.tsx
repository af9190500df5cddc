import { X } from 'lucide-react';
import { useId } from 'react';
import { useTexts } from '../../i18n/i18n.ts';
import { Select } from '../Select.tsx';
import { type Named, nameOf } from './named.ts';
import { formWords } from './texts.ts';

interface ChosenFieldProps {
  label: string;
  all: readonly Named[];
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
  /** What is wrong with the choice. */
  error: string | undefined;
  hint?: string;
}

/** Several of a list, in the order in which they were chosen. */
export function ChosenField({ label, all, chosen, onChange, error, hint }: ChosenFieldProps) {
  const t = useTexts(formWords);
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <label htmlFor={id} className="text-xs font-medium text-soft">
        {label}
      </label>
      <ul className="flex flex-wrap items-center gap-1.5">
        {chosen.map((value) => (
          <li key={value} className="flex h-7 max-w-full items-center gap-1 rounded bg-pressed pl-2 text-sm">
            <span className="truncate">{nameOf(all, value)}</span>
            <button
              type="button"
              aria-label={t('takeOut', { name: nameOf(all, value) })}
              className="flex size-7 items-center justify-center rounded text-muted hover:text-ink"
              onClick={() => onChange(chosen.filter((each) => each !== value))}
            >
              <X className="size-3.5" aria-hidden />
            </button>
          </li>
        ))}
        <li>
          <Select
            id={id}
            value=""
            aria-invalid={error ? true : undefined}
            onChange={(value) => value && onChange([...chosen, value])}
            options={[
              { value: '', label: t('choose') },
              ...all.filter(({ value }) => !chosen.includes(value)),
            ]}
          />
        </li>
      </ul>
      {(error ?? hint) && (
        <p role={error ? 'alert' : undefined} className={error ? 'text-xs text-bad' : 'text-xs text-muted'}>
          {error ?? hint}
        </p>
      )}
    </div>
  );
}
