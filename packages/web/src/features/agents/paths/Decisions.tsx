import type { ApiDecisions } from '@pharos/core/api/paths';
import { useQuery } from '@tanstack/react-query';
import { decisionsQuery } from '../../../api/paths.ts';
import { colorsOf } from '../../../charts/kit/palette.ts';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { NothingYet } from '../../../components/NothingYet.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { ShareBar } from '../../../components/ShareBar.tsx';
import { SkeletonRows } from '../../../components/Skeleton.tsx';
import { type Column, Table } from '../../../components/Table.tsx';
import { Absent, Duration } from '../../../components/values.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { useBasisText } from './FlowPanel.tsx';
import { usePathsState } from './state.ts';
import { pathsTexts } from './texts.ts';
import { useVersionName } from './VersionSelect.tsx';

const CODE = `const way = run.decision('route', {
  options: ['search', 'ask'], chosen: 'search', reason: 'asks for a fact',
});`;

/** Which option of each decision was chosen how often, by version. */
export function Decisions({ agent }: { agent: string }) {
  const t = useTexts(pathsTexts);
  const basis = useBasisText();
  const project = useProject();
  const { runs } = usePathsState();
  // All versions stand beside one another here, whichever was chosen for the paths.
  const query = useQuery(decisionsQuery(project, agent, { ...runs, version: '' }));
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <SkeletonRows rows={8} />;
  const { decisions } = query.data;
  if (decisions.length === 0)
    return (
      <NothingYet
        title={t('noDecisions')}
        hint={t('noDecisionsHint')}
        code={CODE}
        codeLabel={t('decisionCode')}
      />
    );
  return (
    <>
      <p className="text-xs text-muted">{basis(query.data)}</p>
      {decisions.map((decision) => (
        <OneDecision key={decision.name} decision={decision} />
      ))}
    </>
  );
}

type Decision = ApiDecisions['decisions'][number];
type Option = Decision['options'][number];

function OneDecision({ decision }: { decision: Decision }) {
  const t = useTexts(pathsTexts);
  const format = useFormat();
  const { name, count, runs, options } = decision;
  const columns: Column<Option>[] = [
    {
      id: 'option',
      header: t('option'),
      width: 'clamp(7rem, 18vw, 16rem)',
      cell: ({ option }) => <span title={option}>{option}</span>,
    },
    {
      id: 'chosen',
      header: t('chosen'),
      width: '5.5rem',
      align: 'right',
      cell: (option) => format.count(option.count),
    },
    { id: 'versions', header: t('share'), cell: (option) => <ByVersion option={option} /> },
    {
      id: 'success',
      header: t('success'),
      width: '6rem',
      align: 'right',
      wideOnly: true,
      cell: ({ figures: { successRate } }) =>
        successRate === null ? <Absent /> : format.percent(successRate),
    },
    {
      id: 'p95',
      header: t('p95'),
      width: '6rem',
      align: 'right',
      wideOnly: true,
      cell: ({ figures }) => <Duration ms={figures.p95Ms} />,
    },
    {
      id: 'cost',
      header: t('costPerRun'),
      width: '7rem',
      align: 'right',
      wideOnly: true,
      cell: ({ figures: { costPerRun } }) => (costPerRun === null ? <Absent /> : format.money(costPerRun)),
    },
  ];
  return (
    <Panel title={name} note={t('decided', { count: format.count(count), runs: format.count(runs) })}>
      <Table label={name} columns={columns} rows={options} rowKey={({ option }) => option} />
    </Panel>
  );
}

/** A bar for each version: in which share of its decisions the option was chosen. */
function ByVersion({ option: { versions, count } }: { option: Option }) {
  const t = useTexts(pathsTexts);
  const format = useFormat();
  const nameOf = useVersionName();
  const colorOf = colorsOf(
    'agentVersion',
    versions.map(({ version }) => version),
  );
  if (count === 0) return <span className="text-xs text-muted">{t('neverChosen')}</span>;
  return (
    <ul className="flex flex-col gap-1 py-1.5">
      {versions.map(({ version, share }) => (
        <li key={version} className="flex items-center gap-2">
          <span title={nameOf(version)} className="w-16 shrink-0 truncate text-xs text-muted">
            {nameOf(version)}
          </span>
          <span className="min-w-0 flex-1">
            <ShareBar share={share} color={colorOf(version)} text={format.percent(share)} />
          </span>
        </li>
      ))}
    </ul>
  );
}
