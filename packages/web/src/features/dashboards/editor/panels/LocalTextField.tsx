import { type LocalText, readIn, withText } from '@pharos/core/local-text';
import type { ReactNode } from 'react';
import { Field, Input } from '../../../../components/Input.tsx';
import { TextArea } from '../../../../components/TextArea.tsx';
import { LANGUAGE_NAMES, useLanguage } from '../../../../i18n/i18n.ts';

interface LocalTextFieldProps {
  label: string;
  value: LocalText;
  onChange: (value: LocalText) => void;
  hint?: ReactNode;
  placeholder?: string;
  maxLength?: number;
  /** Of several lines, so many in sight. */
  rows?: number;
}

/** A text of the document; where it comes in several languages, the one of the page is changed. */
export function LocalTextField(props: LocalTextFieldProps) {
  const { label, value, onChange, hint, placeholder, maxLength = 120, rows } = props;
  const language = useLanguage();
  const shown = typeof value === 'string' ? label : `${label} · ${LANGUAGE_NAMES[language]}`;
  return (
    <Field label={shown} hint={hint}>
      {(ids) => {
        const common = {
          ...ids,
          value: readIn(value, language),
          maxLength,
          placeholder,
          onChange: (event: { target: { value: string } }) =>
            onChange(withText(value, language, event.target.value)),
        };
        return rows === undefined ? (
          <Input {...common} autoComplete="off" />
        ) : (
          <TextArea {...common} rows={rows} className="scroll-thin leading-5" />
        );
      }}
    </Field>
  );
}
