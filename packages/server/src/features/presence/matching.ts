import type { OnlineConditions } from '@pharos/core/api/presence';
import type { OnlineUser } from '@pharos/core/presence/user';
import type { LivePresence, PresenceCursor, PresencePage } from '../../live/presence.ts';

const CHUNK = 500;
/** So many users are looked through for a page; the next page goes on from there. */
const MOST_LOOKED_AT = 20_000;

/** A page of those who are online and meet all conditions. It may be shorter than asked although there are more. */
export async function onlineMatching(
  live: Pick<LivePresence, 'online'>,
  owner: string,
  { limit, after }: { limit: number; after?: PresenceCursor | undefined },
  conditions: OnlineConditions,
): Promise<PresencePage> {
  const wanted = Object.entries(conditions).filter(([, value]) => value !== undefined);
  if (wanted.length === 0) return live.online(owner, { limit, after });
  const meets = (user: OnlineUser) => {
    const facts: Readonly<Record<string, unknown>> = { ...user };
    return wanted.every(([name, value]) => facts[name] === value);
  };
  const users: OnlineUser[] = [];
  let next = after;
  for (let looked = 0; looked < MOST_LOOKED_AT; looked += CHUNK) {
    const page = await live.online(owner, { limit: CHUNK, after: next });
    for (const user of page.users) {
      if (users.length === limit) return { users, next };
      next = { sinceMs: user.sinceMs, userId: user.userId };
      if (meets(user)) users.push(user);
    }
    if (page.next === undefined) return { users, next: undefined };
  }
  return { users, next };
}
