import type { Placed } from '@pharos/core/dashboards/grid';
import { heightOf, inReadingOrder } from '@pharos/core/dashboards/grid';

const bottomOf = ({ place }: Placed): number => place.y + place.h;

/** Rows between which a page can be cut: through nothing, and not right below what belongs to the things below it. */
function cuts<Item extends Placed>(items: readonly Item[], leads: (item: Item) => boolean): number[] {
  const edges = new Set([0, ...items.map(bottomOf)]);
  return [...edges]
    .filter((row) => items.every((item) => row <= item.place.y || row >= bottomOf(item)))
    .filter((row) => !items.some((item) => leads(item) && bottomOf(item) === row))
    .sort((a, b) => a - b);
}

/**
 * A page cut into screens of at most so many rows, each beginning at its top. What is higher than a screen and cannot be
 * cut has one of its own. `leads`: what is on the same screen as what follows it, such as a heading.
 */
export function screens<Item extends Placed>(
  items: readonly Item[],
  rows: number,
  leads: (item: Item) => boolean = () => false,
): Item[][] {
  const all = cuts(items, leads);
  const height = heightOf(items);
  const found: Item[][] = [];
  for (let top = 0; top < height; ) {
    const further = all.filter((cut) => cut > top);
    const bottom = further.findLast((cut) => cut - top <= rows) ?? further[0] ?? height;
    const from = top;
    const inside = items.filter(({ place }) => place.y >= from && place.y < bottom);
    found.push(
      inReadingOrder(inside).map((item) => ({ ...item, place: { ...item.place, y: item.place.y - from } })),
    );
    top = bottom;
  }
  return found;
}
