import { useTexts } from '../../i18n/i18n.ts';
import { EmptyState } from '../EmptyState.tsx';
import { filterTexts } from './texts.ts';

/** In the place of a list whose filter means nothing; the filter bar above says why. */
export function BadFilter() {
  const t = useTexts(filterTexts);
  return <EmptyState title={t('badFilter')}>{t('badFilterHint')}</EmptyState>;
}
