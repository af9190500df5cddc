import type { ApiPaths } from '@pharos/core/api/paths';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { pathsQuery, runPathQuery } from '../../../api/paths.ts';
import { Button } from '../../../components/Button.tsx';
import { cx } from '../../../components/cx.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { PartError } from '../../../components/ErrorState.tsx';
import { Figures, FiguresSkeleton } from '../../../components/Figures.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { Absent, Duration } from '../../../components/values.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { FindingButtons, FindingPlaces } from './Findings.tsx';
import { FlowPanel } from './FlowPanel.tsx';
import { RunsPanel } from './RunsPanel.tsx';
import { usePathsState } from './state.ts';
import { pathsTexts } from './texts.ts';
import { VariantTable } from './VariantTable.tsx';
import { VersionSelect } from './VersionSelect.tsx';

/** The ways of one agent: figures, graph, findings and variants; what is chosen of them has its runs beside. */
export function PathsOfRuns({ agent }: { agent: string }) {
  const t = useTexts(pathsTexts);
  const project = useProject();
  const { state, set, runs, selected, isChosen, choose } = usePathsState();
  const query = useQuery(pathsQuery(project, agent, runs));
  const walk = useWalk(agent);
  const paths = query.data;
  const isBeside = paths !== undefined && (isChosen || state.run !== undefined);
  return (
    // What is drawn stays in sight beside the panel of runs.
    <div className={cx('flex min-w-0 flex-col gap-4', isBeside && 'md:pr-[min(26rem,45vw)]')}>
      <div className="-mx-4 -mt-2 sm:-mx-5">{paths ? <RunFigures paths={paths} /> : <FiguresSkeleton />}</div>
      <div className="flex flex-wrap items-center gap-3">
        <VersionSelect
          label={t('version')}
          value={state.version ?? ''}
          versions={paths?.versions ?? []}
          none={t('allVersions')}
          onChange={(version) => set({ version: version || undefined })}
        />
        {paths && (
          <FindingButtons paths={paths} chosen={state.finding} onChoose={(finding) => choose({ finding })} />
        )}
      </div>
      {query.isError && <PartError error={query.error} onRetry={() => void query.refetch()} />}
      {paths?.figures.runs === 0 ? (
        <NoRuns
          isNarrowed={state.filter !== '' || state.version !== undefined}
          onClear={() => set({ filter: undefined, version: undefined })}
        />
      ) : (
        <>
          <FlowPanel
            title={t('flow')}
            query={query}
            color={state.color}
            withRare={state.rare === '1'}
            onColor={(color) => set({ color: color === 'errors' ? undefined : color })}
            onRare={(withRare) => set({ rare: withRare ? '1' : undefined })}
            onOpen={choose}
            selected={selected}
            walk={walk}
          />
          {paths && (
            <>
              <Panel title={t('variants')} note={t('variantsHint')} className="border-t pt-3">
                <VariantTable
                  paths={paths}
                  chosen={state.variant}
                  isNarrow={isBeside}
                  onChoose={(variant) => choose({ variant })}
                />
              </Panel>
              <Panel title={t('findings')} className="border-t pt-3">
                <FindingPlaces paths={paths} onChoose={choose} />
              </Panel>
            </>
          )}
        </>
      )}
      {isBeside && <RunsPanel agent={agent} paths={paths} />}
    </div>
  );
}

/** The steps of the run that is replayed, up to where it stands. */
function useWalk(agent: string) {
  const project = useProject();
  const { state } = usePathsState();
  const { run: traceId = '', span: spanId = '', at = 0 } = state;
  const { data } = useQuery({
    ...runPathQuery(project, agent, { traceId, spanId }),
    enabled: traceId !== '',
  });
  return useMemo(
    () => (data && traceId !== '' ? { taken: data.steps.slice(0, at + 1).map(({ id }) => id) } : undefined),
    [data, at, traceId],
  );
}

function RunFigures({ paths: { figures } }: { paths: ApiPaths }) {
  const t = useTexts(pathsTexts);
  const format = useFormat();
  const { runs, successRate, p50Ms, p95Ms, costPerRun, stepsPerRun } = figures;
  return (
    <Figures
      items={[
        [t('runs'), format.count(runs)],
        [t('success'), successRate === null ? <Absent key="success" /> : format.percent(successRate)],
        [t('p50'), <Duration key="p50" ms={p50Ms} />],
        [t('p95'), <Duration key="p95" ms={p95Ms} />],
        [t('costPerRun'), costPerRun === null ? <Absent key="cost" /> : format.money(costPerRun)],
        [
          t('stepsPerRun'),
          stepsPerRun === null ? <Absent key="steps" /> : format.unit(stepsPerRun, 'number'),
        ],
      ]}
    />
  );
}

function NoRuns({ isNarrowed, onClear }: { isNarrowed: boolean; onClear: () => void }) {
  const t = useTexts(pathsTexts);
  return (
    <EmptyState title={t('empty')} action={isNarrowed && <Button onClick={onClear}>{t('clear')}</Button>}>
      {t(isNarrowed ? 'emptyFiltered' : 'emptyHint')}
    </EmptyState>
  );
}
