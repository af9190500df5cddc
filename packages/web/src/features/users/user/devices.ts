import type { PresenceHistory } from '@pharos/core/api/presence-history';

/** From where somebody was there; '' where it is not known. */
export interface Device {
  platform: string;
  country: string;
  locale: string;
  sessions: number;
  lastSeen: string;
}

/** Sessions put together by platform, country and language; they come, and so do these, with those heard of last first. */
export function devicesOf(sessions: PresenceHistory['sessions']): Device[] {
  const devices = new Map<string, Device>();
  for (const { platform, country, locale, lastSeen } of sessions) {
    if (platform === '' && country === '' && locale === '') continue;
    const key = JSON.stringify([platform, country, locale]);
    const known = devices.get(key);
    if (known) known.sessions += 1;
    else devices.set(key, { platform, country, locale, sessions: 1, lastSeen });
  }
  return [...devices.values()];
}
