import { textWidth } from '@pharos/core/charts/text-width';
import { type MouseEvent, useMemo, useState } from 'react';
import { useTexts } from '../../i18n/i18n.ts';
import { chartTexts } from '../texts.ts';

export interface LegendItem {
  /** Stable identity. */
  name: string;
  label: string;
  color: string;
}

/** The colour of a series, beside its name. */
export const Swatch = ({ color }: { color: string }) => (
  <span aria-hidden className="mr-0.5 inline-block size-2 rounded-xs" style={{ background: color }} />
);

export interface Isolation<Item> {
  /** Those that are drawn. */
  shown: readonly Item[];
  isHidden: (name: string) => boolean;
  /** A click shows one alone, and all again; with a modifier it adds or takes away. */
  toggle: (name: string, add: boolean) => void;
}

/** Which series of a chart are looked at. Until one is chosen it is all. */
export function useIsolation<Item extends { name: string }>(items: readonly Item[]): Isolation<Item> {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  return useMemo(() => {
    // What was chosen may have left the data.
    const alive = items.filter(({ name }) => chosen.has(name));
    const shown = alive.length === 0 ? items : alive;
    return {
      shown,
      isHidden: (name) => !shown.some((item) => item.name === name),
      toggle(name, add) {
        const now = new Set(alive.map((item) => item.name));
        if (!add) return setChosen(now.size === 1 && now.has(name) ? new Set() : new Set([name]));
        const next = now.size === 0 ? new Set(items.map((item) => item.name)) : now;
        if (!next.delete(name)) next.add(name);
        setChosen(next.size === items.length ? new Set() : next);
      },
    };
  }, [items, chosen]);
}

const ROW = 20;
const GAP = 4;
const MOST_ROWS = 2;
const MOST_LABEL = 192;

/** The height that a legend takes below a chart so wide: a row or two; what does not fit scrolls. */
export function legendHeight(items: readonly LegendItem[], width: number): number {
  let [rows, used] = [1, 0];
  for (const { label } of items) {
    const wanted = Math.min(MOST_LABEL, textWidth(label) * LEGEND_SCALE + 26);
    if (used > 0 && used + wanted > width) [rows, used] = [rows + 1, 0];
    used += wanted;
  }
  return Math.min(rows, MOST_ROWS) * ROW + GAP;
}
/** A legend is set in 12 px, axes in 11. */
const LEGEND_SCALE = 12 / 11;

interface LegendProps {
  items: readonly LegendItem[];
  isolation: Isolation<{ name: string }>;
}

/** Names the series of a chart that has no room to do it itself; each is a button that isolates it. */
export function Legend({ items, isolation }: LegendProps) {
  const t = useTexts(chartTexts);
  const onClick = (name: string) => (event: MouseEvent) =>
    isolation.toggle(name, event.metaKey || event.ctrlKey || event.shiftKey);
  return (
    <ul
      data-legend
      aria-label={t('legend')}
      className="scroll-thin flex h-full flex-wrap gap-x-3 overflow-auto text-xs"
    >
      {items.map(({ name, label, color }) => (
        <li key={name} data-color={color}>
          <button
            type="button"
            aria-pressed={!isolation.isHidden(name)}
            title={label}
            onClick={onClick(name)}
            className="flex h-5 max-w-48 items-center gap-1 text-soft hover:text-ink aria-[pressed=false]:text-muted aria-[pressed=false]:line-through"
          >
            <Swatch color={color} />
            <span className="truncate">{label}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
