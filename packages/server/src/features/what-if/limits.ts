import type { Scenario } from '@pharos/core/api/what-if';
import type { CallGroup } from '@pharos/core/what-if/traffic';
import type { WhatIfOptions } from '@pharos/core/what-if/what-if';
import { ApiError } from '../../errors.ts';

/** Groups of calls that one request may take through changes: some seconds of reckoning. */
const MAX_CHANGED = 400_000;
/** Amounts that all outcomes of one answer may be made of. */
const MAX_TOLD = 200_000;

/** A scenario, and the groups of calls that it is worked out of. */
export interface Task {
  scenario: Scenario;
  groups: readonly CallGroup[];
}

/** @throws ApiError when the scenarios would take too long, or be too much to tell in one answer. */
export function refuseTooMuch(tasks: readonly Task[], { parts, inDetail }: WhatIfOptions): void {
  let changed = 0;
  let told = 0;
  // However the calls are put together, their models are the same.
  const models = modelsOf(tasks[0]?.groups ?? []);
  for (const { scenario, groups } of tasks) {
    changed += changedBy(scenario, groups.length);
    told += models + scenario.changes.length + (inDetail ? parts : 0);
  }
  if (changed > MAX_CHANGED) {
    throw refusal(
      'That is too much to price in one request: ask for fewer scenarios, fewer changes of a part of the calls, or a shorter range.',
    );
  }
  if (told > MAX_TOLD) {
    throw refusal(
      'That is too much to tell in one answer: ask for totals only, fewer scenarios, or a shorter range.',
    );
  }
}

/** A change of a part of the calls leaves twice as many kinds of them for those after it. */
function changedBy({ changes }: Scenario, groups: number): number {
  const partial = changes.filter(({ share }) => share > 0 && share < 1).length;
  return groups * changes.length * 2 ** partial;
}

const modelsOf = (groups: readonly CallGroup[]): number =>
  new Set(groups.map(({ provider, model }) => `${provider}\n${model}`)).size;

const refusal = (message: string) => new ApiError('invalid_request', { message });
