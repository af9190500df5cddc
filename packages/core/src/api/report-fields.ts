import { z } from 'zod';

/* What reports have in common. */

export const id = z.string().min(1).max(256);
export const label = z.string().max(256);
export const at = z.iso.datetime({ offset: true }).optional();
export const page = z.string().max(2048);
/** ISO 3166-1 alpha-2. */
export const country = z
  .string()
  .regex(/^([A-Za-z]{2})?$/, 'a country is two letters, as in ISO 3166-1')
  .transform((code) => code.toUpperCase());
/** BCP 47. */
export const locale = z.string().max(35);
