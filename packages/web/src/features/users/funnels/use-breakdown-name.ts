import { useFieldName } from '../../../components/filter-bar/field-name.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { funnelsTexts } from './texts.ts';

/** What only events have. */
const OF_EVENTS = ['page', 'platform', 'country', 'locale'] as const;

/** What a field of spans or events is called. */
export function useBreakdownName(): (field: string) => string {
  const t = useTexts(funnelsTexts);
  const ofSpans = useFieldName();
  return (field) => {
    const own = OF_EVENTS.find((each) => each === field);
    return own ? t(`field_${own}`) : ofSpans(field);
  };
}
