/** ISO 3's R10 preferred numbers: ten steps a decade, as even on a logarithmic axis as round numbers can be. */
const R10 = [1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8] as const;

const decade = (exponent: number): number[] =>
  R10.map((step) => Number((step * 10 ** exponent).toPrecision(3)));

/**
 * Lower edges of the bins into which numbers are sorted when a Question splits by one (a duration in milliseconds, an
 * amount in USD, a count): 0, then ten a decade from a millionth to a billion. A bin holds [its edge, the next edge).
 */
export const BIN_EDGES: readonly number[] = [
  0,
  ...Array.from({ length: 15 }, (_, index) => decade(index - 6)).flat(),
];

const PLACES = new Map(BIN_EDGES.map((edge, place) => [edge, place]));

/** The bin that a Question's group names by its lower edge, as [from, to); undefined for any other text. */
export function binOf(group: string): { place: number; from: number; to: number } | undefined {
  const from = Number(group);
  const place = group === '' ? undefined : PLACES.get(from);
  if (place === undefined) return undefined;
  return { place, from, to: BIN_EDGES[place + 1] ?? Number.POSITIVE_INFINITY };
}
