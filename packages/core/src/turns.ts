/** Work that pauses now and then, so that whoever shares a process with others can give them their turn. */
export type InTurns<Result> = Generator<void, Result>;

const IN_ONE_GO = 200;

/** Maps some, pauses, and goes on. */
export function* mapInTurns<From, To>(
  all: readonly From[],
  to: (each: From, i: number) => To,
): InTurns<To[]> {
  const mapped: To[] = [];
  for (const [i, each] of all.entries()) {
    if (i % IN_ONE_GO === IN_ONE_GO - 1) yield;
    mapped.push(to(each, i));
  }
  return mapped;
}

/** Does the work without a pause. */
export function atOnce<Result>(work: InTurns<Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
