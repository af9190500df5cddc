import type { Language } from '@pharos/core/language';
import i18next from 'i18next';
import { useCallback, useSyncExternalStore } from 'react';
import { readSetting, writeSetting } from '../local-settings.ts';

export const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', 'zh-CN': '简体中文' };

const preferred = (): Language => {
  const wanted = readSetting('language') ?? navigator.language;
  return wanted.startsWith('zh') ? 'zh-CN' : 'en';
};

const instance = i18next.createInstance({
  lng: preferred(),
  fallbackLng: 'en',
  initAsync: false,
  // React escapes text; escaping twice would show entities.
  interpolation: { escapeValue: false },
  keySeparator: false,
  resources: {},
});
void instance.init();

const onChange = (listener: () => void) => {
  instance.on('languageChanged', listener);
  return () => instance.off('languageChanged', listener);
};

export const currentLanguage = (): Language => (instance.language === 'zh-CN' ? 'zh-CN' : 'en');

/** The language in use; the component renders again when it changes. */
export const useLanguage = (): Language => useSyncExternalStore(onChange, currentLanguage);

export function setLanguage(language: Language): void {
  writeSetting('language', language);
  document.documentElement.lang = language;
  void instance.changeLanguage(language);
}

/** Keys ending in `_one`/`_other` are one key asked with `count`. */
type KeyOf<Key extends string> = Key extends `${infer Base}_${'one' | 'other'}` ? Base : Key;

/** `count` chooses the plural; `lng` is set by {@link useTexts}. */
export type Values = Readonly<Record<string, string | number>>;

export type Translate<Key extends string> = (key: KeyOf<Key>, values?: Values) => string;

export interface Catalogue<Key extends string> {
  /** Translates outside components; inside, see {@link useTexts}. */
  t: Translate<Key>;
}

/**
 * The texts of one feature, in every language. The Chinese side must have exactly the keys of the English one;
 * `{{name}}` is filled from the values. Plurals: `x_one` and `x_other` in both.
 */
export function catalogue<const Texts extends Record<string, string>>(
  name: string,
  en: Texts,
  zh: { readonly [Key in keyof Texts]: string },
): Catalogue<Extract<keyof Texts, string>> {
  instance.addResourceBundle('en', name, en, true, true);
  instance.addResourceBundle('zh-CN', name, zh, true, true);
  return { t: (key, values) => instance.t(key as string, { ns: name, ...values }) };
}

/** A catalogue in the language in use; the component renders again when that changes. */
export function useTexts<Key extends string>(texts: Catalogue<Key>): Translate<Key> {
  const language = useLanguage();
  return useCallback((key, values) => texts.t(key, { lng: language, ...values }), [texts, language]);
}
