import { fieldNamed, keyOf } from '@pharos/core/fields';
import { useCallback } from 'react';
import { dimensionTexts } from '../../i18n/dimension-names.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { filterTexts } from './texts.ts';

/** A field's name in the language of the page, as a heading has it; those of a key stand for themselves. */
export function useFieldName(): (field: string) => string {
  const dimension = useTexts(dimensionTexts);
  const filter = useTexts(filterTexts);
  return useCallback(
    (field) => {
      if (keyOf(field)) return field;
      return fieldNamed(field)?.dimension ? dimension(field as 'model') : filter(field as 'model');
    },
    [dimension, filter],
  );
}
