import { ALL_ANSWERS, type Answer } from '../scenario/answers.ts';
import type { Passage } from '../stand-in/door.ts';
import { callOf, tokensOf } from './facts.ts';
import type { Evidence } from './pharos.ts';
import type { Ended } from './program.ts';

/** All that a run of a program leaves behind. */
export interface Run extends Evidence {
  ended: Ended;
  passages: readonly Passage[];
}

/** What is wrong, one line each; nothing when the check holds. */
export type Problems = string[];

/** One thing that has to be as it should. */
export const expected = (what: string, seen: unknown, wanted: unknown): Problems =>
  JSON.stringify(seen) === JSON.stringify(wanted)
    ? []
    : [`${what}: ${JSON.stringify(seen)} instead of ${JSON.stringify(wanted)}`];

/** One thing that has to be there. */
export const missing = (what: string, isThere: boolean): Problems => (isThere ? [] : [`${what} is missing`]);

/** How often each value is there. */
export const counts = (values: readonly string[]): [string, number][] =>
  [...new Set(values)].sort().map((value) => [value, values.filter((other) => other === value).length]);

/** Counts that are not as the provider gave them. */
export const tokenProblems = (
  { traces }: Run,
  answers: readonly Answer[],
  buckets: readonly (keyof Answer['tokens'])[],
): Problems =>
  answers.flatMap((answer) => {
    const span = callOf(traces, answer);
    const tokens = span && tokensOf(span);
    return buckets.flatMap((bucket) =>
      expected(
        `${bucket} tokens of ${answer.responseModel}`,
        tokens?.[bucket] ?? null,
        answer.tokens[bucket],
      ),
    );
  });

/** Of the answers whose tokens are known at all: whether they should be is the matter of other checks. */
export function detailProblems(run: Run, bucket: 'cached' | 'reasoning'): Problems {
  const counted = ALL_ANSWERS.filter((answer) => {
    const span = callOf(run.traces, answer);
    return span !== undefined && tokensOf(span) !== undefined;
  });
  return counted.length === 0 ? ['no call has tokens'] : tokenProblems(run, counted, [bucket]);
}

/** Whether a text can be read anywhere in a value. */
export const says = (value: unknown, text: string): boolean => (JSON.stringify(value) ?? '').includes(text);
