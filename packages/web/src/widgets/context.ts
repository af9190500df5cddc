import type { ChartWidget } from '@pharos/core/dashboards/dashboard';
import type { View } from '@pharos/core/dashboards/widget-question';
import type { Answer } from '@pharos/core/question';
import type { UseQueryOptions } from '@tanstack/react-query';
import { createContext, use } from 'react';

/** With what the widgets of a page are looked at, and where their answers come from. */
export interface WidgetSource {
  view: View;
  /** The project whose data are shown; undefined behind a share link, where nothing leads further. */
  project: string | undefined;
  /** What the period before is called: `the previous day`. */
  periodName: string;
  queryOf: (widget: ChartWidget) => UseQueryOptions<Answer>;
}

const Context = createContext<WidgetSource | undefined>(undefined);
export const WidgetSourceProvider = Context.Provider;

/** @throws Error outside of a page that shows widgets. */
export function useWidgetSource(): WidgetSource {
  const source = use(Context);
  if (!source) throw new Error('Widgets are shown within a source of answers.');
  return source;
}
