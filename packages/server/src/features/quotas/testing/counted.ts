import { type QuotaInput, quotaInputSchema } from '@pharos/core/quotas/quota';
import type { z } from 'zod';
import { randomIds } from '../../../ids.ts';
import type { LiveCounters } from '../../../live/counters.ts';
import { createMemoryBus } from '../../../live/memory-bus.ts';
import type { Records } from '../../../store/records/tables.ts';
import { scopeTo } from '../../../store/scope.ts';
import type { TelemetryReader } from '../../../store/telemetry/contract.ts';
import type { FakeClock } from '../../../testing/fake-clock.ts';
import { createQuotaBook } from '../book.ts';
import { Crossings } from '../crossings.ts';
import { insertEvents } from '../event-queries.ts';
import { createGate } from '../gate.ts';
import { insertQuota } from '../queries.ts';
import { createRecount } from '../recount.ts';
import { Tally } from '../tally.ts';

const HASTE = {
  delayMs: 1,
  restFactor: 0,
  retryMs: 1,
  maxRetryMs: 5,
  tickMs: 1_000_000,
  wholeEveryMs: 300_000,
};

/** Quotas as one process has them, without a server around them, in haste. */
export async function countedQuotas(given: {
  records: Records;
  reader: Pick<TelemetryReader, 'spending'>;
  counters: LiveCounters;
  clock: FakeClock;
}) {
  const { records, reader, counters, clock } = given;
  const bus = createMemoryBus();
  const errors: unknown[] = [];
  const onError = (error: unknown) => errors.push(error);
  const book = createQuotaBook(records, clock);
  const crossings = new Crossings({
    counters,
    clock,
    store: (events) => insertEvents(records, events),
    onError,
  });
  const recount = createRecount({ reader, counters, crossings, clock });
  const tally = new Tally({ book, recount, bus, clock, onError, pace: HASTE });
  const gate = createGate({ book, counters, tally, crossings, clock, ids: randomIds, onError });
  await tally.start();
  return {
    bus,
    book,
    tally,
    gate,
    errors,
    crossings,
    /** Tells of spans that start at this time or after it, and waits until they are counted. */
    async committed(projectId: string, earliestMs?: number): Promise<void> {
      bus.publish({
        projectId,
        type: 'traces',
        traceIds: [],
        ...(earliestMs !== undefined && { earliestMs }),
      });
      await tally.settle();
      await crossings.drain();
    },
    async close(): Promise<void> {
      await tally.close();
      await crossings.drain();
    },
  };
}

/** Stores a quota; whoever counts learns of it with `tally.refresh`. */
export async function storeQuota(
  records: Records,
  projectId: string,
  quota: Partial<z.input<typeof quotaInputSchema>> = {},
): Promise<string> {
  const id = randomIds.id();
  const input: QuotaInput = quotaInputSchema.parse({
    name: 'a quota',
    scope: { type: 'eachUser' },
    measure: 'tokens',
    window: { type: 'calendar', unit: 'day' },
    limit: '1000',
    action: 'deny',
    ...quota,
  });
  await insertQuota(records, scopeTo(projectId), id, input, { author: 'a test', at: new Date(0) });
  return id;
}
