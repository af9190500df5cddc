import { useState } from 'react';
import { Input } from '../../../../components/Input.tsx';

interface NumberInputProps {
  label: string;
  value: number | undefined;
  /** Undefined when the field is emptied. */
  onChange: (value: number | undefined) => void;
  /** Only numbers above zero are meant. */
  positive?: boolean;
  id?: string;
}

/** A number as it is typed: what is none yet stays in the field and is told to nobody. */
export function NumberInput({ label, value, onChange, positive, id }: NumberInputProps) {
  const [draft, setDraft] = useState<string>();
  const known = value === undefined ? '' : String(value);
  const text = draft ?? known;
  const number = Number(text);
  const bad = text.trim() !== '' && (!Number.isFinite(number) || (positive && number <= 0));
  return (
    <Input
      id={id}
      aria-label={id === undefined ? label : undefined}
      aria-invalid={bad || undefined}
      inputMode="decimal"
      autoComplete="off"
      value={text}
      onChange={(event) => {
        const next = event.target.value;
        setDraft(next);
        const parsed = Number(next);
        if (next.trim() === '') onChange(undefined);
        else if (Number.isFinite(parsed) && !(positive && parsed <= 0)) onChange(parsed);
      }}
      onBlur={() => setDraft(undefined)}
      className="figures"
    />
  );
}
