import { CACHE_LIFETIME_MS, cachingTerms } from './caching.ts';
import {
  type Evidence,
  PREFIX_BYTES,
  placeKey,
  type SampledCall,
  type SharedPrefix,
  type SharedPrefixes,
} from './facts.ts';

/** A start of prompts that was seen. */
interface Seen {
  firstConversation: string;
  lastMs: number;
  /** Times that it was asked while no cache would have held it. */
  cold: number;
  tokens: number;
  isShared: boolean;
  place: Tally;
}

interface Tally extends SharedPrefix {
  gains: Map<string, number>;
}

const KEPT_TRACES = 5;
const MOST_GAINS = 1_000;

/**
 * Finds starts of prompts that calls of one model share with a call of another conversation within the lifetime of a cache. Calls
 * are given in order of start, in one go or in several stretches; what lies between stretches is not known, so a start that
 * was last seen in an earlier stretch counts as cold unless its lifetime reaches over the gap.
 *
 * Sizes in tokens are those of the whole prompt by the share of its bytes. A start is measured as the longest of
 * {@link PREFIX_BYTES} that fits in what is shared, so figures are rather too small than too large.
 */
export class PrefixFinder {
  readonly #seen = new Map<string, Seen>();
  readonly #places = new Map<string, Tally>();
  #calls = 0;

  add(calls: readonly SampledCall[]): void {
    for (const call of calls) this.#look(call);
    this.#forgetUntil((calls.at(-1)?.startMs ?? 0) - CACHE_LIFETIME_MS);
  }

  /** What was found, of so many calls in all. */
  found(of: number): SharedPrefixes {
    for (const { isShared, cold, tokens, place } of this.#seen.values()) {
      if (isShared) place.writeTokens += cold * tokens;
    }
    this.#seen.clear();
    const places = [...this.#places.values()].map(({ gains, ...place }) => ({
      ...place,
      traces: largest(gains),
    }));
    return { calls: this.#calls, of: Math.max(of, this.#calls), places };
  }

  #look(call: SampledCall): void {
    const { promptTokens, bytes, toolBytes, cachedTokens, startMs, conversation } = call;
    const tally = this.#placeOf(call);
    this.#calls += 1;
    tally.calls += 1;
    tally.inputTokens += Math.max(0, promptTokens - cachedTokens);
    const perByte = promptTokens / Math.max(1, bytes + toolBytes);
    const { leastTokens } = cachingTerms(call.model);
    let held: Seen | undefined;
    for (let i = call.hashes.length - 1; i >= 0; i--) {
      const tokens = Math.floor(perByte * (toolBytes + (PREFIX_BYTES[i] ?? 0)));
      if (tokens < leastTokens) break;
      const key = `${call.provider}\n${call.model}\n${call.toolHash}\n${i}\n${call.hashes[i]}`;
      const seen = this.#seen.get(key) ?? this.#begin(key, call, tokens, tally);
      const isWarm = seen.lastMs + CACHE_LIFETIME_MS >= startMs;
      if (!isWarm) seen.cold += 1;
      else if (held === undefined && seen.firstConversation !== conversation) held = seen;
      seen.lastMs = startMs;
    }
    if (held === undefined) return;
    held.isShared = true;
    const gain = Math.max(0, Math.min(held.tokens, promptTokens) - cachedTokens);
    tally.sharing += 1;
    tally.prefixTokens += held.tokens;
    tally.uncachedTokens += gain;
    if (tally.gains.size < MOST_GAINS || tally.gains.has(call.traceId))
      tally.gains.set(call.traceId, (tally.gains.get(call.traceId) ?? 0) + gain);
  }

  /** What no cache holds any more and nobody shared will not be of use. */
  #forgetUntil(ms: number): void {
    for (const [key, { isShared, lastMs }] of this.#seen)
      if (!isShared && lastMs < ms) this.#seen.delete(key);
  }

  #begin(key: string, { conversation }: SampledCall, tokens: number, place: Tally): Seen {
    const seen = {
      ...{ firstConversation: conversation, lastMs: Number.NEGATIVE_INFINITY, cold: 0 },
      ...{ tokens, isShared: false, place },
    };
    this.#seen.set(key, seen);
    return seen;
  }

  #placeOf(call: SampledCall): Tally {
    const key = placeKey(call);
    const known = this.#places.get(key);
    if (known) return known;
    const { provider, model, prompt, agent, name } = call;
    const tally: Tally = {
      ...{ provider, model, prompt, agent, name, calls: 0, inputTokens: 0, sharing: 0 },
      ...{ prefixTokens: 0, uncachedTokens: 0, writeTokens: 0, traces: [], gains: new Map() },
    };
    this.#places.set(key, tally);
    return tally;
  }
}

const largest = (gains: ReadonlyMap<string, number>): Evidence[] =>
  [...gains]
    .map(([traceId, weight]) => ({ traceId, weight }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || (a.traceId < b.traceId ? -1 : 1))
    .slice(0, KEPT_TRACES);
