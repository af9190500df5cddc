import { createHash, randomBytes } from 'node:crypto';

/** Where ids and secrets come from; injected so that tests can know them. */
export interface Ids {
  /** 80 random bits as hex: safe in URLs, and never guessed. */
  id(): string;
  /** 256 random bits as base64url. */
  secret(): string;
}

export const randomIds: Ids = {
  id: () => randomBytes(10).toString('hex'),
  secret: () => randomBytes(32).toString('base64url'),
};

/** How a key, a session or a link is stored. What is hashed here is random, so it needs no slow hash. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
