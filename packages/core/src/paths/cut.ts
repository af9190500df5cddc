import { groupBy } from '../group-by.ts';
import type { SpanKind } from '../span.ts';
import type { InTurns } from '../turns.ts';
import type { Flow, WayTally } from './flow.ts';

/** How much of a flow is told: what is rarer is counted together or left out, and counted. */
export const MOST_STEPS = 60;
export const MOST_WAYS = 200;
export const MOST_VARIANTS = 50;

/**
 * Which steps, ways and variants are told. Flows that stand beside one another have one cut, of what is frequent in any of them: so
 * what is told of one and not of another is not there, rather than too rare.
 */
export interface Cut {
  /** Steps that are too rare to be told by name, each with the node that stands for it: its kind. */
  rare: ReadonlyMap<string, SpanKind>;
  /** As {@link waysByName} has them. */
  ways: ReadonlySet<string>;
  variants: ReadonlySet<string>;
}

/** The cut of flows that are told side by side. There may be much of them: the work pauses. */
export function* cutOf(flows: readonly Flow[]): InTurns<Cut> {
  const [steps, ways, variants] = [new Shares(), new Shares(), new Shares()];
  for (const flow of flows) {
    for (const { id, runs } of flow.steps.values()) steps.add(id, runs / flow.runs.length);
    yield;
  }
  const named = steps.largest(MOST_STEPS);
  const rare = new Map<string, SpanKind>();
  for (const flow of flows)
    for (const { id, kind } of flow.steps.values()) if (!named.has(id)) rare.set(id, kind);
  for (const flow of flows) {
    yield;
    for (const [name, of] of waysByName(flow, rare))
      for (const { runs } of of) ways.add(name, runs / flow.runs.length);
    yield;
    for (const [variant, of] of groupBy(flow.runs, (run) => run.variant))
      variants.add(variant, of.length / flow.runs.length);
  }
  return { rare, ways: ways.largest(MOST_WAYS), variants: variants.largest(MOST_VARIANTS) };
}

/** The name that a step is told by. */
export const nameIn = ({ rare }: Pick<Cut, 'rare'>, id: string): string => rare.get(id) ?? id;

/** Ways between steps, as these are told, by their ends. */
export const waysByName = (flow: Flow, rare: Cut['rare']): Map<string, WayTally[]> =>
  groupBy(flow.ways.values(), ({ from, to }) => `${nameIn({ rare }, from)}\n${nameIn({ rare }, to)}`);

/** The largest share that each thing has anywhere. */
class Shares {
  readonly #shares = new Map<string, number>();

  add(name: string, share: number): void {
    this.#shares.set(name, Math.max(share, this.#shares.get(name) ?? 0));
  }

  largest(most: number): Set<string> {
    const inOrder = [...this.#shares].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
    return new Set(inOrder.slice(0, most).map(([name]) => name));
  }
}
