import type { PriceOverrides } from './features/prices/overrides.ts';
import { Repricer } from './features/prices/repricer.ts';
import { createSavings, type Savings } from './features/savings/savings.ts';
import type { Foundation } from './foundation.ts';
import type { LiveBus } from './live/bus.ts';
import type { Telemetry } from './store/telemetry/open.ts';

/** What prices stored spans anew, and what finds what could be saved. */
export function composePrices(
  given: Foundation & {
    telemetry: Pick<Telemetry, 'reader' | 'charges'>;
    bus: LiveBus;
    prices: PriceOverrides;
    /** Runs a write so that it overlaps with no other of this process. */
    between: (write: () => Promise<void>) => Promise<void>;
  },
): { repricer: { wake(): void }; savings: Savings } {
  const { parts, telemetry, bus, prices, between, closing, jobs, logger } = given;
  const { records, clock } = parts;
  const repricer = new Repricer({
    ...{ records, clock, bus, charges: telemetry.charges },
    exclusively: between,
    onError: (error) => logger.error({ err: error }, 'stored spans could not be priced anew'),
  });
  closing.push(() => repricer.stop());
  jobs.add(repricer);
  const savings = createSavings({
    ...{ reader: telemetry.reader, clock, book: prices.book },
    onError: (error) => logger.error({ err: error }, 'what could be saved was not worked out in full'),
  });
  closing.push(async () => savings.close());
  return { repricer: { wake: jobs.waking(() => repricer.wake()) }, savings };
}
