import type { Clock } from '@pharos/core/time';
import { keptWork } from '../../answers/kept-work.ts';
import type { SavingsReader } from '../../store/telemetry/savings-contract.ts';

export type WasteAnswers = Pick<SavingsReader, 'waste' | 'wasteTraces'>;

/** So long an answer is given again: every span of the range is read for one. */
const KEPT = { keepMs: 60_000, most: 200 };

/** What was wasted, read once for all who ask for the same at about the same time. */
export function createWasteAnswers(reader: WasteAnswers, clock: Clock): WasteAnswers {
  return {
    waste: keptWork(clock, KEPT, (scope, query, signal) => reader.waste(scope, query, signal)),
    wasteTraces: keptWork(clock, KEPT, (scope, query, signal) => reader.wasteTraces(scope, query, signal)),
  };
}
