import type { BeaconKind } from '@pharos/core/api/beacon';
import { takeFeedback } from './features/beacon/feedback.ts';
import { createEventBook } from './features/events/book.ts';
import { takeEvents } from './features/events/take.ts';
import type { Presence } from './features/presence/routes.ts';
import { takePresence } from './features/presence/take.ts';
import type { Parts } from './http/parts.ts';
import type { TakeReports } from './http/read-reports.ts';
import type { Pseudonyms } from './store/records/pseudonyms.ts';
import type { ScoreBook } from './store/telemetry/contract.ts';
import type { Telemetry } from './store/telemetry/open.ts';

/** Who takes what is told of users, by an application or by a page. */
export type ReportTakers = Readonly<Record<BeaconKind, TakeReports>>;

export function composeReports(given: {
  parts: Pick<Parts, 'clock' | 'ids'>;
  telemetry: Pick<Telemetry, 'events'>;
  presence: Presence;
  scoreBook: ScoreBook;
  users: Pseudonyms;
  /** How what is made here is closed, the last first. */
  closing: (() => Promise<unknown>)[];
}): ReportTakers {
  const { parts, telemetry, presence, scoreBook, users, closing } = given;
  const eventBook = createEventBook(telemetry.events);
  closing.push(() => eventBook.drain());
  return {
    presence: takePresence(presence, parts.clock, users),
    events: takeEvents({ ...parts, book: eventBook, users }),
    feedback: takeFeedback({ ...parts, book: scoreBook }),
  };
}
