import { useSyncExternalStore } from 'react';
import { readSetting, writeSetting } from '../local-settings.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const listeners = new Set<() => void>();
const systemDark = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : undefined;

const isTheme = (value: unknown): value is Theme => THEMES.some((theme) => theme === value);

function chosen(): Theme {
  const stored = readSetting('theme');
  return isTheme(stored) ? stored : 'system';
}

let printing = false;

function apply(): void {
  const theme = chosen();
  const dark = !printing && (theme === 'dark' || (theme === 'system' && systemDark?.matches === true));
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  for (const listener of listeners) listener();
}

systemDark?.addEventListener('change', apply);
// Paper is white.
for (const [event, on] of [
  ['beforeprint', true],
  ['afterprint', false],
] as const) {
  window.addEventListener(event, () => {
    printing = on;
    apply();
  });
}

export function setTheme(theme: Theme): void {
  writeSetting('theme', theme);
  apply();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The theme as chosen: `system` follows the operating system. */
export const useTheme = (): Theme => useSyncExternalStore(subscribe, chosen);

const shown = (): string => document.documentElement.dataset.theme ?? 'light';

/** The theme that is shown, `light` or `dark`: for what is painted rather than styled. */
export const useShownTheme = (): string => useSyncExternalStore(subscribe, shown);
