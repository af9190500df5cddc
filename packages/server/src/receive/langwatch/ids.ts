import { isPlainId } from '../limits.ts';

const HEX = /^[\da-f]+$/i;
const LONGEST = 512;

/**
 * An id as LangWatch's SDKs give one: any text, but that of an OpenTelemetry span, whose hex has no capitals here.
 * '' when there is none, or it is too long to be one.
 */
function langwatchId(value: unknown, hexDigits: number): string {
  const text = typeof value === 'string' ? value.trim() : '';
  if (!isPlainId(text, LONGEST)) return '';
  return text.length === hexDigits && HEX.test(text) ? text.toLowerCase() : text;
}

export const traceIdOf = (value: unknown): string => langwatchId(value, 32);
export const spanIdOf = (value: unknown): string => langwatchId(value, 16);
