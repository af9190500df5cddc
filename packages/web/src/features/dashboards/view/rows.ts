import type { Widget } from '@pharos/core/dashboards/dashboard';
import { compact, inReadingOrder } from '@pharos/core/dashboards/grid';

/** The ids of widgets by that of the heading they fold with: the last one that ends above them. */
function rowsOf(widgets: readonly Widget[]): Map<string, string[]> {
  const rows = new Map<string, string[]>();
  let heading: Widget | undefined;
  for (const widget of inReadingOrder(widgets)) {
    if (widget.kind === 'heading') {
      heading = widget;
      rows.set(widget.id, []);
    } else if (heading && widget.place.y >= heading.place.y + heading.place.h)
      rows.get(heading.id)?.push(widget.id);
  }
  return rows;
}

/** What is seen of a tab when the rows of these headings are folded, in reading order; what follows them rises. */
export function unfolded(widgets: readonly Widget[], isFolded: (id: string) => boolean): Widget[] {
  const hidden = new Set([...rowsOf(widgets)].flatMap(([id, below]) => (isFolded(id) ? below : [])));
  return inReadingOrder(compact(widgets.filter(({ id }) => !hidden.has(id))));
}

/** How many widgets fold with a heading. */
export const countBelow = (widgets: readonly Widget[], heading: string): number =>
  rowsOf(widgets).get(heading)?.length ?? 0;
