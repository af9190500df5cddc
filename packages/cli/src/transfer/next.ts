import { Failure } from '../world.ts';

/**
 * Where a list goes on after the position that was asked for; undefined at its end.
 * @throws Failure when it goes nowhere: a source that repeats itself would be read forever.
 */
export function nextOf(asked: string | undefined, next: string | null | undefined): string | undefined {
  if (typeof next === 'string' && next === asked)
    throw new Failure('The source gives the same page again and again: its list cannot be read to the end.');
  return next ?? undefined;
}
