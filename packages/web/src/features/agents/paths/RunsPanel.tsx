import type { ApiPathRun, ApiPaths } from '@pharos/core/api/paths';
import { useInfiniteQuery } from '@tanstack/react-query';
import { pathRunsQuery } from '../../../api/paths.ts';
import { Badge, type Tone } from '../../../components/Badge.tsx';
import { Button } from '../../../components/Button.tsx';
import { PartError } from '../../../components/ErrorState.tsx';
import { LoadMore } from '../../../components/LoadMore.tsx';
import { SidePanel } from '../../../components/SidePanel.tsx';
import { SkeletonRows } from '../../../components/Skeleton.tsx';
import { type Column, Table } from '../../../components/Table.tsx';
import { Duration, When } from '../../../components/values.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { useFlowWords } from './flow-words.ts';
import { RunReplay } from './RunReplay.tsx';
import { usePathsState } from './state.ts';
import { pathsTexts } from './texts.ts';

/** The runs behind what was chosen, or one of them step by step. */
export function RunsPanel({ agent, paths }: { agent: string; paths: ApiPaths }) {
  const t = useTexts(pathsTexts);
  const { state, isChosen, choose, replay } = usePathsState();
  const title = useTitle(paths);
  const { run, span } = state;
  return (
    <SidePanel narrow label={title} title={title} onClose={() => choose({})}>
      <div className="flex flex-col gap-3 px-4 py-3">
        {run === undefined ? (
          <RunList agent={agent} />
        ) : (
          <>
            {isChosen && (
              <span>
                <Button variant="quiet" onClick={() => replay(undefined, undefined)} className="-ml-3">
                  ‹ {t('backToRuns')}
                </Button>
              </span>
            )}
            <RunReplay agent={agent} run={{ traceId: run, spanId: span ?? '' }} />
          </>
        )}
      </div>
    </SidePanel>
  );
}

function useTitle(paths: ApiPaths): string {
  const t = useTexts(pathsTexts);
  const { name } = useFlowWords();
  const { state } = usePathsState();
  const { run, finding, step, after, variant } = state;
  if (run !== undefined) return t('replay');
  const at = step === undefined ? '' : name(paths, step);
  if (finding !== undefined) return t('runsOf', { what: [t(finding), at].filter(Boolean).join(' · ') });
  if (step !== undefined)
    return t('runsOf', { what: after === undefined ? at : `${name(paths, after)} → ${at}` });
  const nth = paths.variants.findIndex(({ id }) => id === variant) + 1;
  return t('runsOf', { what: `${t('variant')} ${nth > 0 ? nth : ''}` });
}

const TONES: Record<ApiPathRun['outcome'], Tone> = { ok: 'good', error: 'bad', open: 'accent' };

function RunList({ agent }: { agent: string }) {
  const t = useTexts(pathsTexts);
  const format = useFormat();
  const project = useProject();
  const { runs, at, replay } = usePathsState();
  const query = useInfiniteQuery(pathRunsQuery(project, agent, runs, at));
  if (query.isError) return <PartError error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <SkeletonRows rows={8} />;
  const rows = query.data.pages.flatMap(({ data }) => data);
  if (rows.length === 0) return <p className="text-sm text-muted">{t('noRuns')}</p>;
  const columns: Column<ApiPathRun>[] = [
    { id: 'began', header: t('began'), cell: ({ startTime }) => <When at={startTime} listed /> },
    {
      id: 'outcome',
      header: t('outcome'),
      width: '4.5rem',
      cell: ({ outcome }) => <Badge tone={TONES[outcome]}>{t(outcome)}</Badge>,
    },
    {
      id: 'steps',
      header: t('steps'),
      width: '3.5rem',
      align: 'right',
      cell: (run) => format.count(run.stepCount),
    },
    {
      id: 'lasted',
      header: t('lasted'),
      width: '4.5rem',
      align: 'right',
      cell: (run) => <Duration ms={run.durationMs} />,
    },
    {
      id: 'cost',
      header: t('cost'),
      width: '4.5rem',
      align: 'right',
      cell: ({ cost }) => format.money(cost),
    },
  ];
  return (
    <Table
      label={t('runs')}
      columns={columns}
      rows={rows}
      rowKey={({ traceId, spanId }) => `${traceId} ${spanId}`}
      rowLink={({ traceId, spanId }) => ({
        to: '/p/$project/traces/$traceId',
        params: { project, traceId },
        search: { span: spanId },
      })}
      onOpen={({ traceId, spanId }) => replay(traceId, spanId)}
      footer={<LoadMore query={query} />}
    />
  );
}
