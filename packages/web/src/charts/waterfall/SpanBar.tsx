import { barOf, type TimeWindow } from './layout.ts';

interface SpanBarProps {
  offsetMs: number;
  durationMs: number;
  window: TimeWindow;
  /** A CSS colour. */
  color: string;
  /** Marks the first token, in milliseconds from the start of the step. */
  firstTokenMs?: number | undefined;
  /** Quieter: an enclosing step behind its parts. */
  soft?: boolean;
}

/** A bar narrower than this, in percent of the track, has no room for a mark. */
const LEAST_FOR_MARK = 4;

/** One step on its track. Never thinner than can be seen; open-ended where the window cuts it. */
export function SpanBar({ offsetMs, durationMs, window, color, firstTokenMs, soft }: SpanBarProps) {
  const bar = barOf(offsetMs, durationMs, window);
  if (bar === undefined) return null;
  const first =
    firstTokenMs !== undefined && firstTokenMs > 0 && firstTokenMs < durationMs && bar.width > LEAST_FOR_MARK
      ? barOf(offsetMs + firstTokenMs, 0, window)
      : undefined;
  const round = (cut: boolean) => (cut ? '0' : '2.5px');
  return (
    <>
      <span
        aria-hidden
        className="absolute top-1/2 h-2.5 -translate-y-1/2"
        style={{
          left: `min(${bar.left}%, calc(100% - 3px))`,
          width: `max(3px, ${bar.width}%)`,
          background: color,
          opacity: soft ? 0.55 : 1,
          borderRadius: `${round(bar.cutBefore)} ${round(bar.cutAfter)} ${round(bar.cutAfter)} ${round(bar.cutBefore)}`,
        }}
      />
      {first && (
        <span
          aria-hidden
          className="absolute top-1/2 h-3.5 w-0.5 -translate-y-1/2 bg-surface"
          style={{ left: `${first.left}%` }}
        />
      )}
    </>
  );
}
