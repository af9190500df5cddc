import { numberAt } from '../attributes.ts';
import type { RawSpan } from '../span.ts';

const NS_PER_MS = 1e6;
const NS_PER_S = 1e9;
const MAX_NS = 1e15;

function span(ns: number): bigint | undefined {
  return Number.isFinite(ns) && ns >= 0 && ns < MAX_NS ? BigInt(Math.round(ns)) : undefined;
}

const duration = (raw: RawSpan, names: readonly string[], unit: number): bigint | undefined => {
  for (const name of names) {
    const value = numberAt(raw.attributes, name);
    if (value !== undefined) return span(value * unit);
  }
  return undefined;
};

/** A duration from the first of `names` that holds milliseconds. */
export const millisecondsAt = (raw: RawSpan, names: readonly string[]) => duration(raw, names, NS_PER_MS);

/** A duration from the first of `names` that holds seconds. */
export const secondsAt = (raw: RawSpan, names: readonly string[]) => duration(raw, names, NS_PER_S);

/** Time from the span's start to a moment; undefined when the moment lies before it. */
export const sinceStart = (raw: RawSpan, momentNs: bigint | undefined): bigint | undefined =>
  momentNs === undefined || momentNs < raw.startNs ? undefined : momentNs - raw.startNs;

/** Time from the span's start to its first event of one of these names. */
export function untilEvent(raw: RawSpan, names: ReadonlySet<string>): bigint | undefined {
  for (const event of raw.events) if (names.has(event.name)) return sinceStart(raw, event.timeNs);
  return undefined;
}
