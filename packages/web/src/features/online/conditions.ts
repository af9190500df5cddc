import { z } from 'zod';

/** By what users who are online are told apart and found; each is a part of the address. */
export const KINDS = ['state', 'agent', 'country', 'platform', 'page', 'locale'] as const;
export type Kind = (typeof KINDS)[number];

const text = z.string().max(2048).optional().catch(undefined);
export const onlineSearch = z.object({
  state: z.enum(['active', 'idle']).optional().catch(undefined),
  agent: text,
  country: text,
  platform: text,
  page: text,
  locale: text,
});
