import { type ConditionOf, conditionSchema } from '@pharos/core/alerts/condition';
import { readDuration, writtenDuration } from '../typed-duration.ts';

type Windows = ConditionOf<'burnRate'>['windows'];

/** Two windows that a budget is spent too fast over, as they are typed. */
export interface BurnWindowForm {
  long: string;
  short: string;
  factor: string;
}
export const MOST_BURN_WINDOWS = 4;

export const writtenWindows = (windows: Windows): BurnWindowForm[] =>
  windows.map(({ longSeconds, shortSeconds, factor }) => ({
    ...{ long: writtenDuration(longSeconds), short: writtenDuration(shortSeconds), factor: String(factor) },
  }));

/** Those of a rule that says none. */
export const USUAL_WINDOWS: readonly BurnWindowForm[] = usualWindows();

function usualWindows(): BurnWindowForm[] {
  const condition = conditionSchema.parse({ kind: 'burnRate', objective: 0.5 });
  return condition.kind === 'burnRate' ? writtenWindows(condition.windows) : [];
}

export const readWindows = (windows: readonly BurnWindowForm[]) =>
  windows.map(({ long, short, factor }) => ({
    longSeconds: readDuration(long),
    shortSeconds: readDuration(short),
    factor: Number(factor),
  }));
