import { useFormat } from '../../format/use-format.ts';
import { type TimeWindow, ticksOf } from './layout.ts';
import { tickLabel } from './tick-label.ts';

/** The moments of the shared axis, as a row above the bars. The last label may reach beyond the track. */
export function TimeAxis({ window, most }: { window: TimeWindow; most: number }) {
  const { locale } = useFormat();
  const { ticks, stepMs } = ticksOf(window, most);
  return (
    <div className="relative h-full" aria-hidden>
      {ticks.map((tick) => (
        <span
          key={tick.ms}
          className="figures absolute bottom-1 text-2xs whitespace-nowrap text-muted"
          style={{ left: `${tick.left}%` }}
        >
          {tickLabel(tick.ms, stepMs, locale)}
        </span>
      ))}
    </div>
  );
}

/** Hairlines below the axis; lies behind the rows. */
export function GridLines({ window, most }: { window: TimeWindow; most: number }) {
  return (
    <>
      {ticksOf(window, most).ticks.map((tick) => (
        <span
          key={tick.ms}
          aria-hidden
          className="absolute inset-y-0 w-px bg-line"
          style={{ left: `${tick.left}%` }}
        />
      ))}
    </>
  );
}
