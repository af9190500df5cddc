import type { LocalText } from '@pharos/core/local-text';
import type { Language } from '../../../i18n/i18n.ts';

/** A text changed for readers of one language; one that was the same for all stays so. */
export const withText = (text: LocalText, language: Language, next: string): LocalText =>
  typeof text === 'string' ? next : { ...text, [language]: next };
