import { useTexts } from '../../../i18n/i18n.ts';
import { retentionTexts } from '../retention-texts.ts';
import type { KindName } from './series.ts';
import { storageTexts } from './storage-texts.ts';

/** What kinds are called: as where it is said how long they are kept. */
export function useKindName(): KindName {
  const kept = useTexts(retentionTexts);
  const stored = useTexts(storageTexts);
  return (kind) => (kind === 'waiting' || kind === 'files' ? stored(kind) : kept(kind));
}
