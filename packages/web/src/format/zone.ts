import { isTimeZone } from '@pharos/core/zone';
import { createContext, use, useSyncExternalStore } from 'react';
import { readSetting, writeSetting } from '../local-settings.ts';

const listeners = new Set<() => void>();

/** The zone of the reader's machine. */
export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The zone in which times are shown, as chosen; '' follows the machine. */
export function chosenZone(): string {
  const stored = readSetting('zone') ?? '';
  return stored === '' || isTimeZone(stored) ? stored : '';
}
const zone = (): string => chosenZone() || ownZone();

export function setZone(name: string): void {
  writeSetting('zone', name);
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Times within are those of another zone than the reader's, as of a report that was made by its clocks. */
export const ZoneContext = createContext<string | undefined>(undefined);

/** The zone in use; the component renders again when it changes. */
export function useZone(): string {
  const own = useSyncExternalStore(subscribe, zone);
  return use(ZoneContext) ?? own;
}
