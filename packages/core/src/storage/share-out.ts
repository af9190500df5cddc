/**
 * Shares a whole out by weights, none of them negative, in whole numbers that add up to it; nothing when all weights are 0. Weights
 * that stand together may as well be one: what comes before and after them gets the same.
 */
export function shareOut(whole: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  let weighed = 0;
  let given = 0;
  return weights.map((weight) => {
    weighed += weight;
    const upTo = sum === 0 ? 0 : Math.round(whole * (weighed / sum));
    const share = upTo - given;
    given = upTo;
    return share;
  });
}
