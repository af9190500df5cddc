import { MARK_NAMES, type MarkName } from '@pharos/core/dashboards/marks';
import { z } from 'zod';
import { useFieldName } from '../../../components/filter-bar/field-name.ts';
import { useLanguage, useTexts } from '../../../i18n/i18n.ts';
import { useMarkName } from '../../../i18n/mark-names.ts';
import { useMetricName } from '../../../i18n/metric-names.ts';
import { versionTexts } from './texts.ts';

const placeSchema = z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() });
const textSchema = z.object({ en: z.string(), 'zh-CN': z.string() });
const isMark = (value: unknown): value is MarkName => MARK_NAMES.some((name) => name === value);

/** Names of a document's fields and what stands in them, as readers say it. */
export function useDiffWords(): {
  field: (name: string) => string;
  value: (field: string, value: unknown) => string;
} {
  const t = useTexts(versionTexts);
  const language = useLanguage();
  const metric = useMetricName();
  const mark = useMarkName();
  const dimension = useFieldName();
  const one = (field: string, value: unknown): string => {
    if (value === undefined || value === null || value === '') return t('nothing');
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
    if (field === 'metrics' && typeof value === 'string') return metric(value);
    if ((field === 'dimensions' || field === 'field') && typeof value === 'string') return dimension(value);
    if (field === 'mark' && isMark(value)) return mark(value);
    const place = placeSchema.safeParse(value);
    if (place.success) {
      const { x, y, w, h } = place.data;
      return t('place', { x: x + 1, y: y + 1, w, h });
    }
    const text = textSchema.safeParse(value);
    if (text.success) return text.data[language];
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  };
  return {
    field: (name) => t(`field_${name}` as 'field_title'),
    value: (field, value) =>
      Array.isArray(value)
        ? value.map((each) => one(field, each)).join(', ') || t('nothing')
        : one(field, value),
  };
}
