import type { Foundation } from './foundation.ts';
import type { Job } from './jobs.ts';
import { Looks } from './looks.ts';
import type { Leases } from './store/records/leases.ts';
import type { Telemetry } from './store/telemetry/open.ts';

/** What could not be done for want of disk may have room later. */
const EVERY_MS = 3_600_000;

/** Brings what an earlier release stored into the order of this one, while all else goes on. */
export function composeResorting(
  given: Pick<Foundation, 'closing' | 'logger'> & { telemetry: Pick<Telemetry, 'resort'>; leases: Leases },
): Job {
  const { closing, logger, telemetry, leases } = given;
  const ending = new AbortController();
  const looks = new Looks(() => leases.ifFree('order of rows', () => telemetry.resort(ending.signal)), {
    everyMs: EVERY_MS,
    onError(error) {
      if (!ending.signal.aborted)
        logger.warn({ err: error }, 'rows of an earlier release keep their order for now');
    },
  });
  closing.push(async () => {
    ending.abort();
    await looks.stop();
  });
  return {
    start() {
      void looks.now();
      looks.start();
    },
  };
}
