import type { ApiAgentDetail, RunInFlight } from '@pharos/core/api/agents';
import { wholeSeconds } from '../../components/agents/reason.ts';
import { Badge } from '../../components/Badge.tsx';
import { Panel } from '../../components/Panel.tsx';
import { type Column, Table } from '../../components/Table.tsx';
import { Absent, Duration } from '../../components/values.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';
import { agentsTexts } from './texts.ts';

/** What it does now, the longest first; each run leads to its trace. */
export function RunsInFlight({ agent }: { agent: ApiAgentDetail }) {
  const t = useTexts(agentsTexts);
  const format = useFormat();
  const project = useProject();
  const columns = useColumns();
  const { runs, runsInFlight } = agent;
  const some = runs.length < runsInFlight && ` · ${t('firstRuns', { count: format.count(runs.length) })}`;
  return (
    <Panel
      title={t('runs')}
      note={
        runsInFlight > 0 && (
          <>
            {format.count(runsInFlight)}
            {some}
          </>
        )
      }
      className="shrink-0 border-t pt-3"
    >
      {runs.length === 0 ? (
        <p className="py-3 text-sm text-muted">{t('noRuns')}</p>
      ) : (
        <Table
          label={t('runs')}
          columns={columns}
          rows={runs}
          rowKey={({ runId }) => runId}
          rowLink={({ runId }) => ({
            to: '/p/$project/traces/$traceId',
            params: { project, traceId: runId },
          })}
        />
      )}
    </Panel>
  );
}

function useColumns(): Column<RunInFlight>[] {
  const t = useTexts(agentsTexts);
  const text = (value: string) => (value ? <span title={value}>{value}</span> : <Absent />);
  return [
    {
      id: 'run',
      header: t('run'),
      width: '9rem',
      wideOnly: true,
      cell: (row) => (
        <span title={row.runId} className="font-mono text-xs">
          {row.runId}
        </span>
      ),
    },
    {
      id: 'step',
      header: t('step'),
      cell: (row) => (
        <span className="flex items-center gap-2">
          <span title={row.step} className="truncate">
            {row.step || <Absent />}
          </span>
          {row.stuck && <Badge tone="bad">{t('runStuck')}</Badge>}
        </span>
      ),
    },
    { id: 'user', header: t('user'), width: '9rem', wideOnly: true, cell: (row) => text(row.userId) },
    {
      id: 'instance',
      header: t('instance'),
      width: '10rem',
      wideOnly: true,
      cell: (row) => text(row.instance),
    },
    {
      id: 'elapsed',
      header: t('elapsed'),
      width: '6.5rem',
      align: 'right',
      cell: (row) => <Duration ms={wholeSeconds(row.elapsedMs)} />,
    },
    {
      id: 'against',
      header: <span className="sr-only">{t('against')}</span>,
      width: '7rem',
      wideOnly: true,
      cell: (row) => <Against {...row} />,
    },
    {
      id: 'usual',
      header: t('usual'),
      width: '7rem',
      align: 'right',
      cell: (row) => <Duration ms={row.usualMs} />,
    },
  ];
}

/** How far a run is on the way to what is usual; the mark is where that is, once it has gone beyond. */
function Against({ elapsedMs, usualMs, stuck }: RunInFlight) {
  if (usualMs === null || usualMs <= 0) return null;
  const whole = Math.max(elapsedMs, usualMs);
  const tone = stuck ? 'bg-bad-mark' : elapsedMs > usualMs ? 'bg-warn-mark' : 'bg-accent';
  return (
    <span aria-hidden className="relative block h-1.5 rounded-full bg-pressed">
      <span
        className={`block h-full rounded-full ${tone}`}
        style={{ width: `${(elapsedMs / whole) * 100}%` }}
      />
      {elapsedMs > usualMs && (
        <span className="absolute -inset-y-0.5 w-px bg-ink" style={{ left: `${(usualMs / whole) * 100}%` }} />
      )}
    </span>
  );
}
