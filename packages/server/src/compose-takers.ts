import type { BeaconKind } from '@pharos/core/api/beacon';
import type { Taking } from '@pharos/core/retention/past';
import { takeFeedback } from './features/beacon/feedback.ts';
import { createEventBook } from './features/events/book.ts';
import { takeEvents } from './features/events/take.ts';
import type { Presence } from './features/presence/routes.ts';
import { takePresence } from './features/presence/take.ts';
import type { Foundation } from './foundation.ts';
import type { TakeReports } from './http/read-reports.ts';
import type { Pseudonyms } from './store/records/pseudonyms.ts';
import type { ScoreBook } from './store/telemetry/contract.ts';
import type { Telemetry } from './store/telemetry/open.ts';

/** Who takes what is told of users. */
export interface ReportTakers {
  presence: TakeReports;
  events: TakeReports;
  /** What pages tell, with a key that is anybody's. */
  ofPages: Readonly<Record<BeaconKind, TakeReports>>;
}

/** Each day is a file to write, in a table that all projects share: pages, which keep nothing for long, tell of the last one. */
const PAGES_MAX_AGE_MS = 86_400_000;

export function composeTakers(
  given: Foundation & {
    telemetry: Pick<Telemetry, 'events'>;
    presence: Presence;
    scoreBook: ScoreBook;
    users: Pseudonyms;
    taking(projectId: string): Promise<Taking>;
  },
): ReportTakers {
  const { parts, telemetry, presence, scoreBook, users, taking, closing } = given;
  const eventBook = createEventBook(telemetry.events);
  closing.push(() => eventBook.drain());
  const ofPresence = takePresence(presence, parts.clock, users);
  const events = { ...parts, book: eventBook, users, taking };
  return {
    presence: ofPresence,
    events: takeEvents(events),
    ofPages: {
      presence: ofPresence,
      events: takeEvents({ ...events, maxAgeMs: PAGES_MAX_AGE_MS }),
      feedback: takeFeedback({ ...parts, book: scoreBook }),
    },
  };
}
