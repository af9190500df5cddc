import { BadFilter } from '../../../components/filter-bar/BadFilter.tsx';
import { problemIn } from '../../../components/filter-bar/edit.ts';
import { FilterBar } from '../../../components/filter-bar/FilterBar.tsx';
import { FirstSpan } from '../../../onboarding/FirstSpan.tsx';
import { useStillRange } from '../../../use-still-range.ts';
import { ProjectWidgets } from '../../../widgets/ProjectWidgets.tsx';
import { WidgetPanel } from '../../../widgets/WidgetPanel.tsx';
import { WasteSection } from '../waste/WasteSection.tsx';
import { costOverTime, tokensOverTime } from './charts.ts';
import { useUsage } from './use-usage.ts';

/** What was spent over time, split by whatever it may depend on. */
export function CostTab() {
  const { filter, setFilter } = useUsage();
  const range = useStillRange();
  return (
    <FirstSpan>
      <div className="flex flex-col gap-4">
        <FilterBar value={filter} onChange={setFilter} range={range} />
        {problemIn(filter) !== undefined ? (
          <BadFilter />
        ) : (
          <>
            <Panels filter={filter} />
            <WasteSection filter={filter} />
          </>
        )}
      </div>
    </FirstSpan>
  );
}

function Panels({ filter }: { filter: string }) {
  return (
    <ProjectWidgets>
      <WidgetPanel widget={costOverTime('model', filter)} height={240} />
      <WidgetPanel widget={tokensOverTime(filter)} height={180} />
    </ProjectWidgets>
  );
}
