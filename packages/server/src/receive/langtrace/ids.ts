import { BAD_ID } from '../limits.ts';
import { idOf } from '../otlp/json-value.ts';

const PREFIXED = /^0x/i;
const DECIMAL = /^\d{1,39}$/;

/**
 * An id of so many bytes in any of the forms that Langtrace's SDKs give one: hex, with or without `0x`, base64, or the
 * decimal number that Python makes of it. '' when absent, BAD_ID when it is none.
 */
export function langtraceId(value: unknown, size: number): string {
  if (typeof value !== 'string') return idOf(value, size);
  const text = value.trim();
  if (PREFIXED.test(text)) return idOf(text.slice(2).padStart(size * 2, '0'), size);
  // As many digits as a hex id has are taken for hex: hardly any number is that short.
  if (!DECIMAL.test(text) || text.length === size * 2) return idOf(text, size);
  const hex = BigInt(text).toString(16);
  return hex.length > size * 2 ? BAD_ID : idOf(hex.padStart(size * 2, '0'), size);
}

export const traceIdOf = (value: unknown): string => langtraceId(value, 16);
export const spanIdOf = (value: unknown): string => langtraceId(value, 8);
