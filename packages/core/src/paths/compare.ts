import type { FlowView, FlowWay, Variant } from './view.ts';

/** A share before and after. */
export interface ShareChange {
  before: number;
  after: number;
  delta: number;
}
export interface FlowChanges {
  /** Those that changed most first; of what one side does not have the share is 0. */
  ways: ({ from: string; to: string } & ShareChange)[];
  variants: ({ variant: string; steps: string[] } & ShareChange)[];
  findings: ({ kind: FlowView['findings'][number]['kind'] } & ShareChange)[];
}

/** What differs between two flows that are told with one cut (viewsOf), as shares of the runs of each. */
export function changesOf(before: FlowView, after: FlowView): FlowChanges {
  const wayKey = ({ from, to }: FlowWay) => `${from}\n${to}`;
  const variantKey = ({ variant }: Variant) => variant;
  return {
    ways: paired(before.ways, after.ways, wayKey).map(([{ from, to }, change]) => ({ from, to, ...change })),
    variants: paired(before.variants, after.variants, variantKey).map(([{ variant, steps }, change]) => ({
      ...{ variant, steps },
      ...change,
    })),
    findings: paired(before.findings, after.findings, ({ kind }) => kind).map(([{ kind }, change]) => ({
      kind,
      ...change,
    })),
  };
}

function paired<Item extends { share: number }>(
  before: readonly Item[],
  after: readonly Item[],
  keyOf: (item: Item) => string,
): [Item, ShareChange][] {
  const earlier = new Map(before.map((item) => [keyOf(item), item]));
  const later = new Map(after.map((item) => [keyOf(item), item]));
  return [...new Map([...earlier, ...later])]
    .map(([key, item]): [Item, ShareChange] => {
      const [was, is] = [earlier.get(key)?.share ?? 0, later.get(key)?.share ?? 0];
      return [item, { before: was, after: is, delta: is - was }];
    })
    .sort(([, a], [, b]) => Math.abs(b.delta) - Math.abs(a.delta));
}
