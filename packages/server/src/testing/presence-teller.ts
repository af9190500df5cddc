import { parseRedisUrl } from '../live/redis-address.ts';
import { openRedisPresence } from '../live/redis-presence.ts';

/*
 * A process that reports users to presence, one call each, many at a time; says how many sessions started by that. Arguments: Redis,
 * the owner, how many users, the name of its session, what it says of them.
 */
const [url = '', owner = '', users, sessionId = '', state] = process.argv.slice(2);
const clock = { nowMs: () => Date.now() };
const presence = openRedisPresence({ redis: parseRedisUrl(url), clock, onError: () => undefined });
const told = await Promise.all(
  Array.from({ length: Number(users) }, (_, n) =>
    presence.tell(owner, [
      {
        ...{
          userId: `user-${n}`,
          sessionId,
          state: state === 'left' ? 'left' : 'active',
          atMs: clock.nowMs(),
        },
        ...{ agent: '', page: '', platform: '', country: '', locale: '', inferred: false },
      },
    ]),
  ),
);
console.log(`changed ${told.flat().length}`);
await presence.close();
