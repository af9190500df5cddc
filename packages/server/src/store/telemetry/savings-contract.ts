import type { Page } from '@pharos/core/api/common';
import type { Waste, WasteCause, WasteQuery, WasteTrace, WasteTracesQuery } from '@pharos/core/api/waste';
import type { Filter } from '@pharos/core/filter';
import type { CallProfile, PromptGrowth, ResentHistory, SampledCall } from '@pharos/core/savings/facts';
import type { TimeRange } from '@pharos/core/time';
import type { ProjectScope } from '../scope.ts';

/** Which calls are looked at. */
export interface CallsAsked {
  range: TimeRange;
  filters: readonly Filter[];
  search: string;
}

/**
 * What is known of money that could be saved. Most readings look at every call of the range, so they take seconds where there are millions,
 * and spill what does not fit in a share of the memory. All that take `CallsAsked` are for the background: one at a time, on one core.
 */
export interface SavingsReader {
  waste(scope: ProjectScope, query: WasteQuery, signal?: AbortSignal): Promise<Waste>;
  /** The worst first. */
  wasteTraces(scope: ProjectScope, query: WasteTracesQuery, signal?: AbortSignal): Promise<Page<WasteTrace>>;
  /** What the most was wasted on. */
  wasteCauses(scope: ProjectScope, asked: CallsAsked, signal?: AbortSignal): Promise<WasteCause[]>;
  /** What the calls of each place were, without those that were wasted; at most 500 places, the dearest first. */
  callProfile(scope: ProjectScope, asked: CallsAsked, signal?: AbortSignal): Promise<CallProfile[]>;
  resentHistories(scope: ProjectScope, asked: CallsAsked, signal?: AbortSignal): Promise<ResentHistory[]>;
  /** Against the period of the same length right before. */
  promptGrowth(scope: ProjectScope, asked: CallsAsked, signal?: AbortSignal): Promise<PromptGrowth[]>;
  /** A page of the calls of the range, in order of start, with hashes of the starts of what they asked. */
  sampleCalls(
    scope: ProjectScope,
    asked: CallsAsked,
    page: { limit: number; offset: number },
    signal?: AbortSignal,
  ): Promise<SampledCall[]>;
}
