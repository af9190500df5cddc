import type { ApiAgent } from '@pharos/core/api/agents';
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { z } from 'zod';
import { agentsQuery } from '../../api/agents.ts';
import { StateMark } from '../../components/agents/State.tsx';
import { countStates, needsAttention } from '../../components/agents/state-look.ts';
import { agentWords } from '../../components/agents/texts.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorState, PartError } from '../../components/ErrorState.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import { Segmented } from '../../components/Segmented.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { Table } from '../../components/Table.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { Page } from '../../shell/Page.tsx';
import { useShortcuts } from '../../shortcuts.ts';
import { useUrlState } from '../../url-state.ts';
import { useProject } from '../../use-project.ts';
import { useColumns } from './columns.tsx';
import { NoAgents } from './NoAgents.tsx';
import { agentsTexts } from './texts.ts';

const SHOWN = ['all', 'attention'] as const;
const agentsSearch = z.object({
  q: z.string().max(120).optional().catch(undefined),
  show: z.enum(SHOWN).default('all').catch('all'),
});

/** Which agents live, how each does and why: what needs attention comes first. */
export function AgentsPage() {
  const t = useTexts(agentsTexts);
  const query = useQuery(agentsQuery(useProject()));
  return (
    <Page title={t('title')}>
      {query.data ? (
        <>
          {query.isError && <PartError error={query.error} onRetry={() => void query.refetch()} />}
          {query.data.data.length === 0 ? (
            <NoAgents />
          ) : (
            <AgentList agents={query.data.data} more={query.data.nextCursor !== null} />
          )}
        </>
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <SkeletonRows rows={8} />
      )}
    </Page>
  );
}

interface AgentListProps {
  agents: readonly ApiAgent[];
  /** There are others, which are not asked for. */
  more: boolean;
}

function AgentList({ agents, more }: AgentListProps) {
  const t = useTexts(agentsTexts);
  const format = useFormat();
  const project = useProject();
  const columns = useColumns();
  const [{ q = '', show }, set] = useUrlState(agentsSearch);
  const input = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const firstRow = () => box.current?.querySelector<HTMLElement>('tbody tr[tabindex]')?.focus();
  useShortcuts([
    { keys: '/', label: t('search'), run: () => input.current?.focus() },
    { keys: 'j', label: t('list'), run: firstRow },
  ]);
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = agents
    .filter((agent) => show === 'all' || needsAttention(agent))
    .filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)))
    .toSorted((a, b) => Number(needsAttention(b)) - Number(needsAttention(a)));
  return (
    <div ref={box}>
      <div className="flex flex-wrap items-center gap-3 pb-3">
        <SearchField
          ref={input}
          label={t('search')}
          placeholder={`${t('search')}  /`}
          value={q}
          onChange={(next) => set({ q: next }, { replace: true })}
          className="w-64 max-w-full"
        />
        <Segmented
          label={t('show')}
          value={show}
          onChange={(next) => set({ show: next === 'all' ? undefined : next })}
          options={SHOWN.map((value) => ({ value, label: t(`show_${value}`) }))}
        />
        <StateCounts agents={agents} />
        <p className="ml-auto text-xs text-muted max-sm:hidden">{t('lastHour')}</p>
      </div>
      {rows.length === 0 ? (
        <p className="flex items-center gap-3 py-6 text-sm text-muted">
          {t('noMatch')}
          <Button onClick={() => set({ q: undefined, show: undefined })}>{t('clear')}</Button>
        </p>
      ) : (
        <Table
          label={t('list')}
          columns={columns}
          rows={rows}
          rowKey={({ name }) => name}
          rowLink={({ name }) => ({ to: '/p/$project/agents/$name', params: { project, name } })}
          footer={
            more && (
              <span className="text-xs text-muted">
                {t('onlyFirst', { count: format.count(agents.length) })}
              </span>
            )
          }
        />
      )}
    </div>
  );
}

function StateCounts({ agents }: Pick<AgentListProps, 'agents'>) {
  const t = useTexts(agentsTexts);
  const w = useTexts(agentWords);
  return (
    <ul aria-label={t('counts')} className="flex flex-wrap gap-x-3 gap-y-1 text-sm">
      {countStates(agents).map(({ verdict, count }) => (
        <li key={verdict.state} className="flex items-center gap-1.5">
          <StateMark {...verdict} />
          <span className="figures font-medium">{count}</span>
          <span className="text-muted">{w(verdict.state)}</span>
        </li>
      ))}
    </ul>
  );
}
