import { createHmac } from 'node:crypto';

export interface SignUserOptions {
  /** Of the browser key that the page carries: `sk-user-…`. It never leaves your server. */
  secret: string;
  /** In seconds; 3,600 unless said. */
  expiresIn?: number | undefined;
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const HEADER = part({ alg: 'HS256', typ: 'JWT' });

/**
 * A token by which a page shows that its user is who it says: `userToken` of `@pharos/sdk/browser`. To be made on your server, of the user
 * who is signed in there. A JWT (HS256) of `{userId, exp}`.
 */
export function signUser(
  userId: string,
  { secret, expiresIn = 3_600 }: SignUserOptions,
  nowMs = Date.now(),
): string {
  const signed = `${HEADER}.${part({ userId, exp: Math.floor(nowMs / 1000) + expiresIn })}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
