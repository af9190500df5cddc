import type { ApiPathsComparison } from '@pharos/core/api/paths';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { comparisonQuery, pathsQuery } from '../../../api/paths.ts';
import { QueryPanel } from '../../../components/Panel.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { BaseTimes, useBaseName } from './BaseTimes.tsx';
import { Changes } from './Changes.tsx';
import { ComparedFigures } from './ComparedFigures.tsx';
import { FlowGraph } from './FlowGraph.tsx';
import { useBasisText } from './FlowPanel.tsx';
import { bothFlows, shownFlow } from './shown-flow.ts';
import { usePathsState } from './state.ts';
import { pathsTexts } from './texts.ts';
import { VersionSelect } from './VersionSelect.tsx';

/** Two versions, or two times, side by side. */
export function ComparedPaths({ agent }: { agent: string }) {
  const t = useTexts(pathsTexts);
  const project = useProject();
  const { state, set, runs, base } = usePathsState();
  const against = useBaseName();
  const versions = useQuery(pathsQuery(project, agent, { ...runs, version: '' })).data?.versions ?? [];
  const { version: baseVersion, range } = base;
  const query = useQuery(
    comparisonQuery(project, agent, { ...runs, baseVersion, baseFrom: range.from, baseTo: range.to }),
  );
  return (
    <>
      <div className="flex flex-wrap items-center gap-4">
        <VersionSelect
          label={t('version')}
          value={state.version ?? ''}
          versions={versions}
          none={t('allVersions')}
          onChange={(version) => set({ version: version || undefined })}
        />
        <VersionSelect
          label={t('against')}
          value={state.base ?? ''}
          versions={versions}
          none={t('sameVersion')}
          onChange={(next) => set({ base: next || undefined })}
        />
        <BaseTimes />
      </div>
      <QueryPanel title={t('figures')} query={query} height={320} skeleton="rows">
        {(compared) => <ComparedFigures compared={compared} period={against} />}
      </QueryPanel>
      <div className="grid gap-4 border-t pt-3 2xl:grid-cols-2">
        <Side side="before" title={t('beforeSide')} query={query} />
        <Side side="after" title={t('afterSide')} query={query} />
      </div>
      {query.data && <Changes compared={query.data} period={against} />}
    </>
  );
}

interface SideProps {
  side: 'before' | 'after';
  title: string;
  query: UseQueryResult<ApiPathsComparison>;
}

/** One of two graphs in which the same step stands at the same place. */
function Side({ side, title, query }: SideProps) {
  const t = useTexts(pathsTexts);
  const basis = useBasisText();
  const { state, base, choose } = usePathsState();
  return (
    <QueryPanel title={title} note={query.data && basis(query.data[side])} query={query} height={220}>
      {({ before, after, [side]: paths }) => {
        if (paths.figures.runs === 0) return <p className="py-3 text-sm text-muted">{t('empty')}</p>;
        const [earlier, later] = [before, after].map((each) => shownFlow(each, false, undefined));
        if (!earlier || !later) return null;
        const { from, to } = paths.basis;
        const among =
          side === 'after'
            ? {}
            : { ...(base.version && { version: base.version }), ...(base.time !== 'same' && { from, to }) };
        return (
          <div className="scroll-thin overflow-x-auto">
            <FlowGraph
              paths={paths}
              flow={side === 'before' ? earlier : later}
              among={bothFlows(earlier, later)}
              color={state.color}
              onOpen={(stop) => choose(stop, { view: undefined, ...among })}
            />
          </div>
        );
      }}
    </QueryPanel>
  );
}
