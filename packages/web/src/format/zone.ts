import { useSyncExternalStore } from 'react';
import { readSetting, writeSetting } from '../local-settings.ts';

const listeners = new Set<() => void>();

/** The zone of the reader's machine. */
export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

const isZone = (name: string): boolean => {
  try {
    Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

/** The zone in which times are shown, as chosen; '' follows the machine. */
export function chosenZone(): string {
  const stored = readSetting('zone') ?? '';
  return stored === '' || isZone(stored) ? stored : '';
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

/** The zone in use; the component renders again when it changes. */
export const useZone = (): string => useSyncExternalStore(subscribe, zone);

const clocks = new Map<string, Intl.DateTimeFormat>();

/** How far the clocks of a zone are ahead of UTC at a moment, in milliseconds. */
export function zoneOffsetMs(ms: number, timeZone: string): number {
  let clock = clocks.get(timeZone);
  if (!clock) {
    const two = '2-digit';
    clock = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: two,
      day: two,
      hour: two,
      minute: two,
      second: two,
    });
    clocks.set(timeZone, clock);
  }
  const parts = Object.fromEntries(clock.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1000) * 1000;
}

/** The moment at which the clocks of a zone show what UTC clocks show at `shownMs`. */
export function momentAt(shownMs: number, timeZone: string): number {
  const near = shownMs - zoneOffsetMs(shownMs, timeZone);
  // Where clocks change between the two the offset of the first guess is the wrong one.
  return shownMs - zoneOffsetMs(near, timeZone);
}
