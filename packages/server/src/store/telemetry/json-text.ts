import { cutText } from './cut.ts';

/** What was cut once, marks included, is not cut again. */
const TOLERANCE = 1.1;
/** Deeper nesting is cut, so that no reader runs out of stack. */
const MAX_DEPTH = 200;
const TOO_DEEP = '… [cut: nested too deep]';

/**
 * Plain data as JSON text, big integers as bare digits, non-ASCII letters as they are. What holds more than about `limit` characters is cut: long
 * texts get a mark, lists and objects end with one. Takes time and memory in proportion to `limit`, not to the value.
 */
export function jsonText(value: unknown, limit: number): string {
  const bounded = fits(value, limit) ? value : cut(value, { left: limit }, 0);
  try {
    return JSON.stringify(bounded) ?? 'null';
  } catch {
    return withBigIntegers(bounded);
  }
}

/** Whether {@link jsonText} cuts nothing of a value. */
export const fits = (value: unknown, limit: number): boolean => left(value, limit * TOLERANCE, 0) >= 0;

/** How many characters a value takes about as JSON; what takes more than `limit` is not measured to its end. */
export const sizeUpTo = (value: unknown, limit: number): number => limit - left(value, limit, 0);

/** What remains of a budget of characters after a value; negative when it does not fit or is nested too deep. */
function left(value: unknown, budget: number, depth: number): number {
  if (typeof value === 'string') return budget - value.length;
  if (typeof value !== 'object' || value === null) return budget - 8;
  if (depth === MAX_DEPTH) return -1;
  let rest = budget;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length && rest >= 0; i++) rest = left(value[i], rest - 1, depth + 1);
    return rest;
  }
  const object = value as Record<string, unknown>;
  for (const key in object) {
    if (rest < 0) return rest;
    rest = left(object[key], rest - key.length - 4, depth + 1);
  }
  return rest;
}

function cut(value: unknown, budget: { left: number }, depth: number): unknown {
  if (typeof value === 'string') {
    const room = Math.max(0, budget.left);
    budget.left -= value.length;
    return cutText(value, room);
  }
  if (typeof value !== 'object' || value === null) {
    budget.left -= 8;
    return value;
  }
  if (depth === MAX_DEPTH) return TOO_DEEP;
  if (Array.isArray(value)) {
    const kept: unknown[] = [];
    for (const item of value) {
      if (budget.left <= 0) {
        kept.push(`… [cut: ${value.length - kept.length} more]`);
        break;
      }
      budget.left -= 1;
      kept.push(cut(item, budget, depth + 1));
    }
    return kept;
  }
  const kept = Object.create(null) as Record<string, unknown>;
  const object = value as Record<string, unknown>;
  for (const key in object) {
    if (budget.left <= 0) {
      kept['…'] = '[cut: more properties]';
      break;
    }
    budget.left -= key.length + 4;
    kept[cutText(key, 512)] = cut(object[key], budget, depth + 1);
  }
  return kept;
}

/** JSON.stringify refuses big integers; nesting is bounded by now. */
function withBigIntegers(value: unknown): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(withBigIntegers).join(',')}]`;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => `${JSON.stringify(key)}:${withBigIntegers(member)}`);
  return `{${members.join(',')}}`;
}
