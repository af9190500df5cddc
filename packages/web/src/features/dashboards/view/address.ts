import { z } from 'zod';
import { useUrlState } from '../../../url-state.ts';

/** How often a dashboard is asked again, by its name in the address. */
export const REFRESHES = [
  { name: 'off', ms: 0 },
  { name: '10s', ms: 10_000 },
  { name: '30s', ms: 30_000 },
  { name: '1m', ms: 60_000 },
  { name: '5m', ms: 300_000 },
] as const;
export type RefreshName = (typeof REFRESHES)[number]['name'];
const REFRESH_NAMES = REFRESHES.map(({ name }) => name) as [RefreshName, ...RefreshName[]];
export const USUAL_REFRESH: RefreshName = '1m';

export const refreshMs = (name: RefreshName | undefined): number =>
  REFRESHES.find((each) => each.name === (name ?? USUAL_REFRESH))?.ms ?? 0;

const id = z.string().max(40).optional().catch(undefined);
const flag = z.literal('1').optional().catch(undefined);

/** What the address says of how a dashboard is looked at, beside range and variables. */
const addressSchema = z.object({
  tab: id,
  /** Headings whose row is folded where the document has it open, or the other way round. */
  fold: z.string().max(4096).optional().catch(undefined),
  refresh: z.enum(REFRESH_NAMES).optional().catch(undefined),
  compare: flag,
  full: flag,
  edit: flag,
  /** The widget that is being edited. */
  widget: id,
  /** What is shown beside the dashboard. */
  panel: z.enum(['versions', 'variables', 'about']).optional().catch(undefined),
  /** A version of the past. */
  version: z.coerce.number().int().min(1).optional().catch(undefined),
});

export const useAddress = () => useUrlState(addressSchema);
