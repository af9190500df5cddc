import { createQuotaBook } from './features/quotas/book.ts';
import { Crossings } from './features/quotas/crossings.ts';
import { insertEvents } from './features/quotas/event-queries.ts';
import { createGate } from './features/quotas/gate.ts';
import { createQuotaMeter } from './features/quotas/meter.ts';
import { createRecount } from './features/quotas/recount.ts';
import type { Quotas } from './features/quotas/routes.ts';
import { Tally } from './features/quotas/tally.ts';
import type { Foundation } from './foundation.ts';
import { hidingSpenders } from './hidden-users.ts';
import type { LiveBus } from './live/bus.ts';
import type { LiveCounters } from './live/counters.ts';
import { createMemoryCounters } from './live/memory-counters.ts';
import { openRedisCounters } from './live/redis-counters.ts';
import type { Pseudonyms } from './store/records/pseudonyms.ts';
import type { TelemetryReader } from './store/telemetry/contract.ts';

/** Counters, in memory or in Redis, what keeps them at what is stored, and the gate that asks them. */
export async function composeQuotas(
  given: Foundation & {
    users: Pseudonyms;
    reader: TelemetryReader;
    bus: LiveBus;
  },
): Promise<Quotas & { tally: Tally; crossings: Crossings }> {
  const { config, parts, users, reader, bus, metrics, closing, logger } = given;
  const { records, clock } = parts;
  const meter = createQuotaMeter(metrics);
  const failed = (error: unknown) => {
    meter.failed();
    logger.warn({ err: error }, 'quotas are counted again in a moment');
  };
  let counters: LiveCounters;
  if (config.redis === undefined) {
    counters = createMemoryCounters(clock);
  } else {
    const onError = (error: Error) => logger.warn({ err: error }, 'the connection to Redis');
    const onBack = () => tally.recountAll();
    counters = openRedisCounters({ redis: config.redis, clock, onError, onBack });
  }
  closing.push(() => counters.close());

  const book = createQuotaBook(records, clock);
  const store = (events: Parameters<typeof insertEvents>[1]) => insertEvents(records, events);
  const crossings = new Crossings({ counters, clock, store, onError: failed });
  const recount = createRecount({ reader, counters, crossings, clock });
  const tally = new Tally({ book, recount, bus, clock, onError: failed, onReading: meter.read });
  closing.push(() => crossings.drain());
  closing.push(() => tally.close());
  const gate = createGate({
    ...parts,
    book,
    counters,
    tally,
    crossings,
    onDecision: meter.decided,
    onUnavailable: meter.unavailable,
    onError: failed,
  });
  meter.mirror({
    dropped: () => counters.dropped,
    cut: () => recount.cut,
    lost: () => crossings.lost,
  });
  await tally.start();
  return { book, gate: hidingSpenders(gate, users), tally, crossings, counters, reader };
}
