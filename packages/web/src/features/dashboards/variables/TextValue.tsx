import { useState } from 'react';
import { useTexts } from '../../../i18n/i18n.ts';
import { dashboardTexts } from '../texts.ts';
import type { VariableControlProps } from './VariableBar.tsx';

/** A free text, taken with Enter or on leaving the field. */
export function TextValue({ label, values, onChange }: VariableControlProps) {
  const t = useTexts(dashboardTexts);
  const value = values.join(', ');
  const [draft, setDraft] = useState<string>();
  const take = () => {
    if (draft !== undefined && draft.trim() !== value) onChange(draft.trim() === '' ? [] : [draft.trim()]);
    setDraft(undefined);
  };
  return (
    <label className="inline-flex h-7 items-center gap-1.5 text-sm">
      <span className="text-muted">{label}</span>
      <input
        value={draft ?? value}
        placeholder={t('anyText')}
        maxLength={256}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setDraft(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Enter') take();
          if (event.key === 'Escape') setDraft(undefined);
        }}
        className="h-7 w-36 rounded border border-transparent bg-sunken px-1.5 hover:border-line focus:border-accent focus:outline-none"
      />
    </label>
  );
}
