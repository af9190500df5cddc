import type { CustomEvent } from '@pharos/core/events/custom-event';
import { ApiError } from '../../errors.ts';
import type { ProjectScope } from '../../store/scope.ts';
import type { EventStore, StoredEvent } from '../../store/telemetry/events.ts';
import { Together } from '../../together.ts';

/** Requests whose events are written at once, and that may wait. */
const WAITING = { group: 100, waiting: 500 };

/** Where events of users go: those of requests in flight share one insert. */
export interface EventBook {
  /** Resolves when all are on disk. @throws ApiError when there is no room */
  put(project: ProjectScope, events: readonly CustomEvent[]): Promise<void>;
  /** Resolves when nothing waits to be written any more. */
  drain(): Promise<void>;
}

export function createEventBook(store: EventStore): EventBook {
  const writes = new Together<readonly StoredEvent[], void>(
    async (calls) => {
      await store.append(calls.flat());
      return calls.map(() => undefined);
    },
    WAITING,
    () => new ApiError('overloaded', { retryAfter: 1 }),
  );
  return {
    async put(project, events) {
      if (events.length > 0) await writes.call(events.map((event) => ({ projectId: project, event })));
    },
    drain: () => writes.drain(),
  };
}
