import { z } from 'zod';
import type { Language } from './language.ts';

/** A text that a document carries for its readers: one for all, or one a language. */
export const localTextOf = (most: number, least = 0) => {
  const text = z.string().trim().min(least).max(most);
  return z.union([text, z.object({ en: text, 'zh-CN': text })]);
};
export type LocalText = string | { en: string; 'zh-CN': string };

/** A text in every language. */
export const words = (en: string, zh: string): LocalText => ({ en, 'zh-CN': zh });

/** The text for a reader; English for a language that it does not come in. */
export const readIn = (text: LocalText, language: string): string =>
  typeof text === 'string' ? text : language === 'zh-CN' ? text['zh-CN'] : text.en;

/** A text changed for readers of one language; one that was the same for all stays so. */
export const withText = (text: LocalText, language: Language, next: string): LocalText =>
  typeof text === 'string' ? next : { ...text, [language]: next };
