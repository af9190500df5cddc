import { MARK_NAMES } from '@pharos/core/dashboards/marks';
import { z } from 'zod';
import { fitted } from '../../widgets/asking/fit.ts';
import { chartSearch, type ExploredChart } from '../../widgets/explore-link.ts';

/** Which rows are compared with the rest: those of a stretch of time, those that meet conditions, or both. */
export interface Selection {
  /** ISO 8601. */
  from?: string | undefined;
  to?: string | undefined;
  /** Filter text. */
  filter: string;
}

/** Everything that Explore shows, as its address says it. */
export interface ExploreState extends ExploredChart {
  usual: boolean;
  /** A drag over the chart selects rows to compare instead of zooming. */
  comparing: boolean;
  selection: Selection;
}

export const NOTHING: ExploreState = {
  metrics: [],
  dimensions: [],
  filter: '',
  compare: false,
  usual: false,
  comparing: false,
  selection: { filter: '' },
};

export const isSelected = ({ from, to, filter }: Selection): boolean =>
  from !== undefined || to !== undefined || filter !== '';

const text = z.string().max(4096).optional().catch(undefined);
const whole = (most: number) => z.coerce.number().int().min(1).max(most).optional().catch(undefined);
const moment = z.iso.datetime({ offset: true }).optional().catch(undefined);
const flag = z.string().optional().catch(undefined);

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
const names = (list: string | undefined): string[] => (list ? list.split(',').map(decoded) : []);

/** The search parameters that Explore understands, as flat text. */
export const exploreParams = z.object({
  metrics: text,
  by: text,
  filter: text,
  mark: z.enum(MARK_NAMES).optional().catch(undefined),
  compare: flag,
  usual: flag,
  limit: whole(1000),
  bucket: whole(31_536_000),
  comparing: flag,
  'sel.from': moment,
  'sel.to': moment,
  'sel.filter': text,
});
export type ExploreParams = z.output<typeof exploreParams>;

/** What an address asks for. What it says that cannot be asked is left out. */
export function readExplore(params: ExploreParams): ExploreState {
  const asked = fitted({ metrics: names(params.metrics), dimensions: names(params.by) });
  const selection = {
    from: params['sel.from'],
    to: params['sel.to'],
    filter: params['sel.filter'] ?? '',
  };
  return {
    ...asked,
    filter: params.filter ?? '',
    mark: params.mark,
    compare: params.compare !== undefined,
    usual: params.usual !== undefined,
    limit: params.limit,
    bucketSeconds: params.bucket,
    comparing: params.comparing !== undefined || isSelected(selection),
    selection,
  };
}

/** The address that {@link readExplore} reads back. Undefined takes a parameter away. */
export const writeExplore = (state: ExploreState) => ({
  ...chartSearch(state),
  comparing: state.comparing && !isSelected(state.selection) ? '1' : undefined,
  'sel.from': state.selection.from,
  'sel.to': state.selection.to,
  'sel.filter': state.selection.filter || undefined,
});
