import { z } from 'zod';
import { parseRedisUrl, RedisUrlError } from '../live/redis-address.ts';
import { parseKey } from '../secrets/seal.ts';

export const flag = z.enum(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1');
export const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= min && value <= max, { message: `must be between ${min} and ${max}` });
export const text = z.string().trim().min(1);
export const url = (...schemes: string[]) =>
  z.url({ protocol: new RegExp(`^(${schemes.join('|')})$`), error: `must be a URL (${schemes.join(', ')})` });
/** Text that a function reads; undefined: it cannot. */
export const readBy = <Value>(read: (given: string) => Value | undefined, message: string) =>
  z.string().transform((given, context): Value => {
    const value = read(given);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
/** The first seals, the others still open. */
export function encryptionKeys(given: string): Uint8Array[] | undefined {
  const keys = given.split(',').map((each) => parseKey(each.trim()));
  return keys.every((key) => key !== undefined) ? keys : undefined;
}
export const redis = z.string().transform((given, context) => {
  try {
    return parseRedisUrl(given);
  } catch (error) {
    if (!(error instanceof RedisUrlError)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
    return z.NEVER;
  }
});
export const credential = z.string().regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces');
