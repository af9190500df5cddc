import { REMEMBER_MS } from '@pharos/core/presence/life-cycle';
import type { Sighting } from '@pharos/core/presence/sighting';
import type { Clock } from '@pharos/core/time';
import type { LivePresence } from '../../live/presence.ts';
import type { PresenceStore, SeenSession } from '../../store/telemetry/presence.ts';
import type { OnlineWindows } from './windows.ts';

const MAX_SESSIONS = 500_000;
/** Tells presence again what is stored: after a start, and when Redis may have lost it. Told again it changes nothing. */
export async function restorePresence(parts: {
  store: PresenceStore;
  live: LivePresence;
  clock: Clock;
  windows: Pick<OnlineWindows, 'of' | 'longest'>;
}): Promise<void> {
  const { store, live, clock, windows } = parts;
  const sinceMs = clock.nowMs() - windows.longest - REMEMBER_MS;
  const byProject = new Map<string, Sighting[]>();
  for (const seen of await store.seenSince(sinceMs, MAX_SESSIONS)) {
    const own = byProject.get(seen.projectId) ?? [];
    byProject.set(seen.projectId, own);
    own.push(...sightingsOf(seen, windows.of(seen.projectId)));
  }
  for (const [project, sightings] of byProject) await live.restore(project, sightings);
}

/** The last report, and before it no more moments than tell where there are gaps. */
function sightingsOf({ sighting, momentsMs }: SeenSession, windowMs: number): Sighting[] {
  const told = [sighting];
  let reachedMs = sighting.atMs;
  for (const [index, atMs] of [...momentsMs.entries()].reverse().slice(1)) {
    const earlierMs = momentsMs[index - 1];
    if (earlierMs !== undefined && earlierMs > reachedMs - windowMs) continue;
    told.push({ ...sighting, state: 'active', atMs });
    reachedMs = atMs;
  }
  return told;
}
