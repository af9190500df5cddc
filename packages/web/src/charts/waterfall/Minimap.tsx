import { type PointerEvent, useMemo, useRef, useState } from 'react';
import { type MinimapPath, minimapPaths, type TimeWindow } from './layout.ts';

interface MinimapProps {
  nodes: Parameters<typeof minimapPaths>[0];
  durationMs: number;
  window: TimeWindow;
  /** Undefined: the whole trace again. */
  onWindow: (window: TimeWindow | undefined) => void;
  colorOf: (paint: MinimapPath['paint']) => string;
  label: string;
}

const WIDTH = 1000;
const HEIGHT = 30;
/** A shorter drag is a click. */
const LEAST_PX = 4;

/** The whole trace at a glance. Dragging chooses the stretch that is drawn below; a click shows all of it again. */
export function Minimap({ nodes, durationMs, window, onWindow, colorOf, label }: MinimapProps) {
  const paths = useMemo(() => minimapPaths(nodes, durationMs, WIDTH, HEIGHT), [nodes, durationMs]);
  const box = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<{ from: number; to: number }>();
  const share = (event: PointerEvent) => {
    const rect = box.current?.getBoundingClientRect();
    return rect ? Math.min(1, Math.max(0, (event.clientX - rect.left) / rect.width)) : 0;
  };
  const whole = window.fromMs <= 0 && window.toMs >= durationMs;
  const shown =
    drag ?? (whole ? undefined : { from: window.fromMs / durationMs, to: window.toMs / durationMs });
  const finish = () => {
    if (!drag) return;
    setDrag(undefined);
    const [from, to] = [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)];
    const px = (to - from) * (box.current?.clientWidth ?? 0);
    onWindow(px < LEAST_PX ? undefined : { fromMs: from * durationMs, toMs: to * durationMs });
  };
  return (
    <div
      ref={box}
      role="img"
      aria-label={label}
      title={label}
      className="relative cursor-col-resize touch-none overflow-hidden select-none"
      style={{ height: HEIGHT }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ from: share(event), to: share(event) });
      }}
      onPointerMove={(event) => drag && setDrag({ from: drag.from, to: share(event) })}
      onPointerUp={finish}
      onPointerCancel={() => setDrag(undefined)}
    >
      <svg
        aria-hidden
        className="absolute inset-0 size-full"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
      >
        {paths.map(({ paint, path }) => (
          <path
            key={paint}
            d={path}
            fill="none"
            stroke={colorOf(paint)}
            strokeWidth={1.75}
            vectorEffect="non-scaling-stroke"
          />
        ))}
      </svg>
      {shown && (
        <>
          <Shade left={0} right={Math.min(shown.from, shown.to)} />
          <Shade left={Math.max(shown.from, shown.to)} right={1} />
        </>
      )}
    </div>
  );
}

const Shade = ({ left, right }: { left: number; right: number }) => (
  <span
    aria-hidden
    className="absolute inset-y-0 bg-surface opacity-75"
    style={{ left: `${left * 100}%`, width: `${Math.max(0, right - left) * 100}%` }}
  />
);
