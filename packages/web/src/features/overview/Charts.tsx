import { ProjectWidgets } from '../../widgets/ProjectWidgets.tsx';
import { WidgetPanel } from '../../widgets/WidgetPanel.tsx';
import { COST, LATENCY, REQUESTS, TOKENS } from './widgets.ts';

/** In pixels. */
const HIGH = 180;
const LOW = 160;

/** How it went over the range. */
export const Charts = () => (
  <ProjectWidgets>
    <div className="flex flex-col gap-3">
      <div className="grid grid-cols-1 gap-x-8 gap-y-3 border-t pt-1 xl:grid-cols-[2fr_1fr]">
        <WidgetPanel widget={REQUESTS} height={HIGH} />
        <WidgetPanel widget={COST} height={HIGH} />
      </div>
      <div className="grid grid-cols-1 gap-x-8 gap-y-3 border-t pt-1 xl:grid-cols-2">
        <WidgetPanel widget={LATENCY} height={LOW} />
        <WidgetPanel widget={TOKENS} height={LOW} />
      </div>
    </div>
  </ProjectWidgets>
);
