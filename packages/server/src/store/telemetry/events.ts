import type { Page } from '@pharos/core/api/common';
import type { ApiEvent, EventListQuery, EventName, EventNamesQuery } from '@pharos/core/api/events';
import type { CustomEvent } from '@pharos/core/events/custom-event';
import { type Clock, nowNs } from '@pharos/core/time';
import type { ProjectScope } from '../scope.ts';
import type { Driver } from './driver.ts';
import { EVENT_COLUMNS } from './record-columns.ts';
import { RowBinary } from './row-binary.ts';

export interface StoredEvent {
  projectId: string;
  event: CustomEvent;
}

/** Where events of users are written. */
export interface EventStore {
  /** On disk when it resolves. An event whose id and time are known is replaced. */
  append(events: readonly StoredEvent[]): Promise<void>;
}

export interface EventsReader {
  /** Events of a range, newest first. */
  events(scope: ProjectScope, query: EventListQuery, signal?: AbortSignal): Promise<Page<ApiEvent>>;
  /** How many there are of each name, the most frequent first. */
  eventNames(scope: ProjectScope, query: EventNamesQuery, signal?: AbortSignal): Promise<Page<EventName>>;
}

const COLUMNS = EVENT_COLUMNS.map(({ name }) => name);

export function createEventStore(driver: Driver, clock: Clock): EventStore {
  return {
    async append(events) {
      const out = new RowBinary();
      const ver = nowNs(clock);
      for (const { projectId, event } of events) {
        for (const column of EVENT_COLUMNS) column.write(out, { projectId, ver, event });
      }
      if (out.length > 0) await driver.insert('events', COLUMNS, [out.take()]);
    },
  };
}
