import type { WasteCause } from '../api/waste.ts';

/** Which calls are alike: the same model for the same prompt, else by the same name for the same agent. */
export interface Place {
  provider: string;
  model: string;
  prompt: string;
  /** '' where there is a prompt. */
  agent: string;
  /** '' where there is a prompt. */
  name: string;
}

/** Equal for calls that are alike. */
export const placeKey = ({ provider, model, prompt, agent, name }: Place): string =>
  JSON.stringify([provider, model, prompt, agent, name]);

/** A trace behind a figure, and how much of the figure is its. */
export interface Evidence {
  traceId: string;
  weight: number;
}

/** What the calls of a place were, those left out that were wasted. Money is in USD as exact decimals, sizes in tokens. */
export interface CallProfile extends Place {
  calls: number;
  cost: string;
  /** All that went in. */
  promptTokens: number;
  /** Of it, what was neither read from a cache nor written into one. */
  inputTokens: number;
  /** What all that went in cost. */
  promptCost: string;
  /** Calls that asked and answered little, reasoned nothing, and belong to runs without tools. */
  short: {
    calls: number;
    cost: string;
    input: number;
    cachedRead: number;
    cacheWrite: number;
    output: number;
    traces: Evidence[];
  };
}

/** Calls of a conversation that each send again what was sent and answered in the call before. */
export interface ResentHistory extends Place {
  conversations: number;
  calls: number;
  /** What these calls cost. */
  cost: string;
  promptTokens: number;
  /** What was sent again and not read from a cache, by how long after the call before: while a cache would hold it, or later. */
  soon: number;
  later: number;
  /** What would have to be written into a cache to read `soon` from it: what each call added, first calls and answers included. */
  written: number;
  traces: Evidence[];
}

/** How large the prompts of a place are, and were in the period before. */
export interface PromptGrowth extends Place {
  calls: number;
  callsBefore: number;
  /** Medians, in tokens. */
  promptTokens: number;
  promptTokensBefore: number;
  /** '' where there is none. */
  version: string;
  versionBefore: string;
  traces: Evidence[];
}

/** A call of a sample, with hashes of ever longer starts of what was asked. */
export interface SampledCall extends Place {
  traceId: string;
  /** The session, else the trace. */
  conversation: string;
  startMs: number;
  promptTokens: number;
  /** Of them, what was read from a cache or written into one. */
  cachedTokens: number;
  /** Length of what was asked, and of the definitions of tools before it. */
  bytes: number;
  toolBytes: number;
  /** '' where there are no tools. */
  toolHash: string;
  /** One for each of {@link PREFIX_BYTES} that the text is as long as. */
  hashes: readonly string[];
}

/** Starts of prompts that are compared: each half as long again as the one before, so a shared one is measured a quarter short at the median. */
export const PREFIX_BYTES: readonly number[] = Array.from({ length: 13 }, (_, i) =>
  Math.round(2_048 * 1.5 ** i),
);

/** What detectors look at; each is read once, whoever needs it. */
export interface Gathered {
  waste: readonly WasteCause[];
  profile: readonly CallProfile[];
  histories: readonly ResentHistory[];
  growth: readonly PromptGrowth[];
  sample: SharedPrefixes;
}

/** What a sample of calls says of the starts of their prompts. */
export interface SharedPrefixes {
  /** Calls that were looked at, and all. */
  calls: number;
  of: number;
  places: readonly SharedPrefix[];
}

/** Of a place, within a sample of its calls. */
export interface SharedPrefix extends Place {
  calls: number;
  /** Of all calls that were looked at. */
  inputTokens: number;
  /** Calls that began like one of another conversation while a cache would still have held that. */
  sharing: number;
  /** What these have in common with it. */
  prefixTokens: number;
  /** Of that, what was not read from a cache. */
  uncachedTokens: number;
  /** What would have had to be written into a cache for it. */
  writeTokens: number;
  traces: Evidence[];
}
