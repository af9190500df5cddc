/** Something a user did, and which steps of a funnel it is: bit n stands for step n. */
export interface Done {
  at: number;
  steps: number;
}

/**
 * How far somebody came: the times of the steps they took, one after another, the last at most `window` after the first. Of
 * several ways the furthest; of those that take all steps, the one that is complete first.
 *
 * What a funnel means, in a few lines that tests hold against what the store does within the engine.
 */
export function furthest(done: readonly Done[], steps: number, window: number): number[] {
  let chains: number[][] = Array.from({ length: steps }, () => []);
  for (const { at, steps: mask } of [...done].sort((a, b) => a.at - b.at)) {
    chains = chains.map((chain, step) => {
      if ((mask & (1 << step)) === 0) return chain;
      if (step === 0) return [at];
      const before = chains[step - 1] ?? [];
      const [first, last] = [before[0], before.at(-1)];
      if (first === undefined || last === undefined || at <= last || at - first > window) return chain;
      return step === steps - 1 && chain.length > 0 ? chain : [...before, at];
    });
  }
  return chains.findLast((chain) => chain.length > 0) ?? [];
}
