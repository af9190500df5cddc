import type { Taking } from '@pharos/core/retention/past';
import type { Clock } from '@pharos/core/time';
import type { TakeReports } from '../../http/read-reports.ts';
import type { Ids } from '../../ids.ts';
import type { Pseudonyms } from '../../store/records/pseudonyms.ts';
import type { EventBook } from './book.ts';
import { readEvents } from './read-events.ts';

interface TakeEventsParts {
  clock: Clock;
  ids: Ids;
  book: EventBook;
  users: Pick<Pseudonyms, 'of'>;
  taking(project: string): Promise<Taking>;
  maxAgeMs?: number;
}

/** Takes events of users, whoever brings them. */
export const takeEvents =
  ({ clock, ids, book, users, taking, ...rules }: TakeEventsParts): TakeReports =>
  async (project, items) => {
    const { events, refused } = readEvents(items, {
      nowMs: clock.nowMs(),
      ids,
      hide: await users.of(project),
      taking: await taking(project),
      ...rules,
    });
    await book.put(project, events);
    return { accepted: events.length, refused };
  };
