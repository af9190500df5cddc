import { BadFilter } from '../../components/filter-bar/BadFilter.tsx';
import { problemIn } from '../../components/filter-bar/edit.ts';
import { FirstSpan } from '../../onboarding/FirstSpan.tsx';
import { ProjectWidgets } from '../../widgets/ProjectWidgets.tsx';
import { Builder } from './Builder.tsx';
import { Result } from './Result.tsx';
import { Start } from './Start.tsx';
import { useExplore } from './use-explore.ts';

/** Any metric by anything that holds, without SQL; and from there what sets a part of it apart. */
export function ExplorePage() {
  return (
    <FirstSpan>
      <Workbench />
    </FirstSpan>
  );
}

function Workbench() {
  const explore = useExplore();
  const { state } = explore;
  return (
    <ProjectWidgets>
      <div className="flex flex-col gap-4">
        <Builder {...explore} />
        {problemIn(state.filter) !== undefined ? (
          <BadFilter />
        ) : state.metrics.length === 0 ? (
          <Start filter={state.filter} />
        ) : (
          <Result {...explore} />
        )}
      </div>
    </ProjectWidgets>
  );
}
