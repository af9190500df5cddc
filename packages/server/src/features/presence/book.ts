import type { Sighting } from '@pharos/core/presence/sighting';
import { ApiError } from '../../errors.ts';
import type { LivePresence } from '../../live/presence.ts';
import type { ProjectScope } from '../../store/scope.ts';
import type { PresenceStore, StoredSighting } from '../../store/telemetry/presence.ts';
import { Together } from '../../together.ts';

/** Requests whose reports are written at once, and that may wait. */
const WAITING = { group: 500, waiting: 5_000 };
/** Sessions of the last minute of which one knows what is written, and the text of that. Of more, all is written. */
const MAX_WRITTEN = 500_000;
const MAX_WRITTEN_CHARACTERS = 100_000_000;
const MINUTE_MS = 60_000;

/** Where reports of presence go: onto disk, then to who is online. */
export interface PresenceBook {
  /** Resolves when all is on disk and counts. @throws ApiError when there is no room; PresenceUnavailable */
  put(project: ProjectScope, sightings: readonly Sighting[]): Promise<void>;
  /** Resolves when nothing waits to be written any more. */
  drain(): Promise<void>;
}

export function createPresenceBook(store: PresenceStore, live: LivePresence): PresenceBook {
  const written = new WrittenMinute();
  const writes = new Together<readonly StoredSighting[], void>(
    async (calls) => {
      const news = calls.flat().filter((each) => !written.has(each));
      await store.append(news);
      for (const each of news) written.add(each);
      return calls.map(() => undefined);
    },
    WAITING,
    () => new ApiError('overloaded', { retryAfter: 1 }),
  );
  return {
    async put(project, sightings) {
      if (sightings.length === 0) return;
      await writes.call(sightings.map((sighting) => ({ projectId: project, sighting })));
      await live.tell(project, sightings);
    },
    drain: () => writes.drain(),
  };
}

/**
 * What of the latest minute is on disk. A report that says the same later in the minute is not written again: it would only
 * tell the second.
 */
class WrittenMinute {
  #minute = 0;
  #characters = 0;
  readonly #told = new Map<string, { atMs: number; text: string }>();

  has({ projectId, sighting }: StoredSighting): boolean {
    if (minuteOf(sighting) !== this.#minute) return false;
    const known = this.#told.get(keyOf(projectId, sighting));
    return known !== undefined && sighting.atMs >= known.atMs && textOf(sighting) === known.text;
  }

  add({ projectId, sighting }: StoredSighting): void {
    const minute = minuteOf(sighting);
    if (minute < this.#minute) return;
    if (minute > this.#minute) {
      this.#told.clear();
      this.#characters = 0;
      this.#minute = minute;
    }
    const [key, text] = [keyOf(projectId, sighting), textOf(sighting)];
    const known = this.#told.get(key);
    if (known !== undefined && known.atMs > sighting.atMs) return;
    const more = known === undefined ? key.length + text.length : text.length - known.text.length;
    const isFull = this.#told.size >= MAX_WRITTEN || this.#characters + more > MAX_WRITTEN_CHARACTERS;
    if (known === undefined && isFull) return;
    this.#characters += more;
    this.#told.set(key, { atMs: sighting.atMs, text });
  }
}

const minuteOf = ({ atMs }: Sighting): number => Math.floor(atMs / MINUTE_MS);
const keyOf = (projectId: string, { userId, sessionId }: Sighting): string =>
  JSON.stringify([projectId, userId, sessionId]);
const textOf = ({ state, agent, page, platform, country, locale }: Sighting): string =>
  JSON.stringify([state, agent, page, platform, country, locale]);
