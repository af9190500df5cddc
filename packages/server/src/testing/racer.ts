import { parseRedisUrl } from '../live/redis-address.ts';
import { openRedisCounters } from '../live/redis-counters.ts';

/*
 * A process that reserves one unit after another, many at a time, of a limit that others reserve of as well; says how many it
 * got. Arguments: Redis, the owner of the counter, the limit, how often it tries, when it begins.
 */
const [url = '', owner = '', limit, tries, beginMs] = process.argv.slice(2);
const clock = { nowMs: () => Date.now() };
const counters = openRedisCounters({
  redis: parseRedisUrl(url),
  clock,
  onError: () => undefined,
  onBack: () => undefined,
});
const counter = { group: 'day', subject: '', expiresAtMs: clock.nowMs() + 60_000 };
const claim = {
  measure: 'requests' as const,
  amount: 1,
  limit: Number(limit),
  counters: [counter],
  into: counter,
};

await counters.read(owner, [counter]);
await new Promise((resolve) => setTimeout(resolve, Number(beginMs) - clock.nowMs()));
const outcomes = await Promise.all(
  Array.from({ length: Number(tries) }, async (_, nth) => {
    const id = `${process.pid}-${nth}`;
    const { held } = await counters.reserve(owner, {
      id,
      expiresAtMs: clock.nowMs() + 30_000,
      claims: [claim],
    });
    // Half of what is held is settled at once, in full, while others go on reserving.
    if (held && nth % 2 === 0) await counters.settle(owner, id, {});
    return held;
  }),
);
console.log(`held ${outcomes.filter(Boolean).length}`);
await counters.close();
