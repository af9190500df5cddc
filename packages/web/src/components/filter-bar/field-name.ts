import { dimensionName } from '@pharos/core/dimension-names';
import { fieldNamed, keyOf } from '@pharos/core/fields';
import { useCallback } from 'react';
import { useLanguage, useTexts } from '../../i18n/i18n.ts';
import { filterTexts } from './texts.ts';

/** A field's name in the language of the page, as a heading has it; those of a key stand for themselves. */
export function useFieldName(): (field: string) => string {
  const language = useLanguage();
  const filter = useTexts(filterTexts);
  return useCallback(
    (field) => {
      if (keyOf(field)) return field;
      return fieldNamed(field)?.dimension ? dimensionName(field, language) : filter(field as 'model');
    },
    [language, filter],
  );
}
