import { keyOf } from '@pharos/core/fields';
import { useCallback } from 'react';
import { useTexts } from '../../i18n/i18n.ts';
import { filterTexts } from './texts.ts';

/** A field's name in the language of the page; those of a key stand for themselves. */
export function useFieldName(): (field: string) => string {
  const t = useTexts(filterTexts);
  return useCallback((field) => (keyOf(field) ? field : t(field as 'model')), [t]);
}
