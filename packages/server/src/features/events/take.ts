import type { Clock } from '@pharos/core/time';
import type { TakeReports } from '../../http/read-reports.ts';
import type { Ids } from '../../ids.ts';
import type { EventBook } from './book.ts';
import { readEvents } from './read-events.ts';

/** Takes events of users, whoever brings them. */
export const takeEvents =
  ({ clock, ids, book }: { clock: Clock; ids: Ids; book: EventBook }): TakeReports =>
  async (project, items) => {
    const { events, refused } = readEvents(items, { nowMs: clock.nowMs(), ids });
    await book.put(project, events);
    return { accepted: events.length, refused };
  };
