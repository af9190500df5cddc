import type { Language } from '@pharos/core/language';
import type { LocalText } from '@pharos/core/local-text';

/** A text changed for readers of one language; one that was the same for all stays so. */
export const withText = (text: LocalText, language: Language, next: string): LocalText =>
  typeof text === 'string' ? next : { ...text, [language]: next };
