import type { UsageBucket } from '../usage.ts';

/** Money per bucket as decimal strings with up to 12 places; `total` is their exact sum. */
export type Cost = Partial<Record<UsageBucket | 'request', string>> & {
  total: string;
  /**
   * How much more the tokens read from and written to a cache would have cost as plain input; below 0 where writing cost
   * more than reading saved. Undefined without such tokens. No part of `total`.
   */
  cacheSaved?: string;
  /** ISO 4217, the currency of the price. */
  currency: string;
  /** `client` when the SDK sent the cost itself, else the id of the price that was applied. */
  priceId: string;
  /** Which edition of that price; '' of what the client sent. */
  priceVersion: string;
};
