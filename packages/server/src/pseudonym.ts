import { createHmac } from 'node:crypto';

/** Gives the id by which a user is known here; '' stays nobody. */
export type HideUser = (userId: string) => string;

const PSEUDONYM = /^pu-[\da-f]{32}$/;

/** User ids as they are. */
export const asTheyAre: HideUser = (userId) => userId;

/**
 * Ids become HMAC-SHA256 (128 bits of it) with the project's secret: the same user is the same pseudonym, and without the secret
 * nobody can tell or guess whose it is. A pseudonym stays itself, so that what a page shows can be asked for, and nothing is
 * hidden twice.
 */
export const hideUsersWith =
  (secret: string): HideUser =>
  (userId) =>
    userId === '' || PSEUDONYM.test(userId)
      ? userId
      : `pu-${createHmac('sha256', secret).update(userId).digest('hex').slice(0, 32)}`;
