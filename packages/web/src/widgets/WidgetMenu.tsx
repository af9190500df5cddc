import type { ChartWidget } from '@pharos/core/dashboards/dashboard';
import { questionOf } from '@pharos/core/dashboards/widget-question';
import type { Filter } from '@pharos/core/filter';
import { formatFilterText } from '@pharos/core/filter-text';
import type { Answer } from '@pharos/core/question';
import { useNavigate } from '@tanstack/react-router';
import { ChartColumn, Compass, Ellipsis, ListTree, Pin, Table2 } from 'lucide-react';
import { lazy, type RefObject, Suspense, useState } from 'react';
import { IconButton } from '../components/Button.tsx';
import { Menu, MenuItem } from '../components/Menu.tsx';
import { useTexts } from '../i18n/i18n.ts';
import { useWidgetSource } from './context.ts';
import { exploreSearch } from './explore-link.ts';
import { widgetTexts } from './texts.ts';
import { useTracesBehind } from './use-pick.ts';

/** How charts are written as files is needed by who opens the menu alone. */
const TakeAlong = lazy(async () => ({ default: (await import('./TakeAlong.tsx')).TakeAlong }));

const PinDialog = lazy(async () => ({ default: (await import('./PinDialog.tsx')).PinDialog }));

export interface WidgetMenuProps {
  widget: ChartWidget;
  title: string;
  height: number;
  /** Undefined until it is known. */
  answer: Answer | undefined;
  /** Holds what is drawn. */
  picture: RefObject<HTMLDivElement | null>;
  asTable: boolean;
  onTable: () => void;
}

/** What can be done with a chart: looked into, read, taken along. */
export function WidgetMenu(props: WidgetMenuProps) {
  const { widget, title, answer, asTable, onTable } = props;
  const t = useTexts(widgetTexts);
  const navigate = useNavigate();
  const explore = useExplore(widget);
  const traces = useTracesBehind(widget)();
  const filled = useFilled(widget);
  const [pinning, setPinning] = useState<ChartWidget>();
  return (
    <>
      <Menu
        align="end"
        trigger={
          <IconButton label={t('menu', { title })} className="no-print size-6">
            <Ellipsis className="size-4" aria-hidden />
          </IconButton>
        }
      >
        {explore && (
          <MenuItem icon={<Compass aria-hidden />} onSelect={explore}>
            {t('explore')}
          </MenuItem>
        )}
        {traces && (
          <MenuItem icon={<ListTree aria-hidden />} onSelect={() => void navigate(traces)}>
            {t('traces')}
          </MenuItem>
        )}
        <MenuItem
          icon={asTable ? <ChartColumn aria-hidden /> : <Table2 aria-hidden />}
          disabled={answer === undefined}
          onSelect={onTable}
        >
          {asTable ? t('asChart') : t('asTable')}
        </MenuItem>
        {answer && (
          <Suspense>
            <TakeAlong {...props} answer={answer} />
          </Suspense>
        )}
        {filled && (
          <MenuItem icon={<Pin aria-hidden />} onSelect={() => setPinning(filled())}>
            {t('pin')}
          </MenuItem>
        )}
      </Menu>
      {pinning && (
        <Suspense>
          <PinDialog widget={pinning} onClose={() => setPinning(undefined)} />
        </Suspense>
      )}
    </>
  );
}

/** The widget as it is looked at, the values of variables put in: it stands by itself anywhere. */
function useFilled(widget: ChartWidget): (() => ChartWidget) | undefined {
  const { project, view } = useWidgetSource();
  if (project === undefined) return undefined;
  return () => {
    const { filters, search } = questionOf(widget, view);
    return {
      ...widget,
      filter: formatFilterText({ filters: (filters ?? []) as Filter[], search: search ?? '' }),
    };
  };
}

/** Opens Explore with what the widget asks. */
function useExplore(widget: ChartWidget): (() => void) | undefined {
  const navigate = useNavigate();
  const { project } = useWidgetSource();
  const filled = useFilled(widget);
  if (project === undefined || filled === undefined) return undefined;
  return () =>
    void navigate({
      to: '/p/$project/explore',
      params: { project },
      search: ((before: object) => ({
        ...timesOf(before),
        ...exploreSearch(widget, filled().filter),
      })) as never,
    });
}

const timesOf = ({ from, to }: { from?: unknown; to?: unknown }) => ({ from, to });
