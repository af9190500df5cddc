import { z } from 'zod';

export const VIEWS = ['tree', 'graph', 'conversation', 'logs'] as const;
export type View = (typeof VIEWS)[number];

export const TABS = ['conversation', 'io', 'attributes', 'events', 'scores'] as const;
export type DetailTab = (typeof TABS)[number];

/** What the page of a trace keeps in its address. `zoom` is `from-to` in milliseconds from the start. */
export const traceSearch = z.object({
  span: z.string().max(256).optional().catch(undefined),
  view: z.enum(VIEWS).optional().catch(undefined),
  tab: z.enum(TABS).optional().catch(undefined),
  find: z.string().max(200).optional().catch(undefined),
  zoom: z
    .string()
    .regex(/^\d+(\.\d+)?-\d+(\.\d+)?$/)
    .optional()
    .catch(undefined),
});

/** The stretch to draw: as zoomed, else all of the trace. */
export function windowOf(zoom: string | undefined, durationMs: number): { fromMs: number; toMs: number } {
  const [from, to] = (zoom ?? '').split('-').map(Number);
  return from !== undefined && to !== undefined && to > from
    ? { fromMs: from, toMs: to }
    : { fromMs: 0, toMs: durationMs };
}

/** The text of {@link windowOf}, short enough for an address. */
export const zoomText = ({ fromMs, toMs }: { fromMs: number; toMs: number }): string =>
  `${+fromMs.toFixed(3)}-${+toMs.toFixed(3)}`;
