import { type ReactNode, useMemo } from 'react';
import { CHART_CASES } from '../charts/cases.ts';
import { type ChartContext, Charts } from '../charts/kit/context.ts';
import { createHover } from '../charts/kit/hover.ts';
import { toast } from '../components/Toast.tsx';
import { useInSight } from '../widgets/use-in-sight.ts';
import { Example, Part } from './Example.tsx';

const WIDTH = 640;

/** Every chart with all kinds of data. What a click or a drag leads to is said instead of gone to. */
export function ChartParts({ only }: { only: string | undefined }) {
  const context = useMemo(
    (): ChartContext => ({
      hover: createHover(),
      marks: [],
      onPick: (picked) => toast(`Opens ${JSON.stringify(picked)}`),
      onZoom: (fromMs, toMs) =>
        toast(`Zooms to ${new Date(fromMs).toISOString()} – ${new Date(toMs).toISOString()}`),
    }),
    [],
  );
  return (
    <Charts value={context}>
      {Object.entries(CHART_CASES)
        .filter(([chart]) => only === undefined || only === chart)
        .map(([chart, cases]) => (
          <Part key={chart} title={chart}>
            {cases.map(({ name, element, width = WIDTH }) => (
              <Example key={name} name={name} width={width}>
                <InSight>{element}</InSight>
              </Example>
            ))}
          </Part>
        ))}
    </Charts>
  );
}

/** Two hundred charts are drawn as they come into sight. */
function InSight({ children }: { children: ReactNode }) {
  const { ref, seen } = useInSight<HTMLDivElement>();
  return (
    <div ref={ref} className={seen ? undefined : 'h-48'}>
      {seen && children}
    </div>
  );
}
