import { SPAN_KINDS } from '@pharos/core/span';
import { useState } from 'react';
import { BarList } from '../../charts/lists/BarList.tsx';
import { StackedBar } from '../../charts/lists/StackedBar.tsx';
import { Stat } from '../../charts/stat/Stat.tsx';
import { START, wave } from '../../charts/testing/samples.ts';
import { Badge, Dot, StatusBadge, type Tone } from '../../components/Badge.tsx';
import { Delta } from '../../components/Delta.tsx';
import { Figures, FiguresSkeleton } from '../../components/Figures.tsx';
import { KindIcon } from '../../components/KindIcon.tsx';
import { type Column, type Sort, Table } from '../../components/Table.tsx';
import { TokenBar } from '../../components/TokenBar.tsx';
import { Duration, Money, Tokens, When } from '../../components/values.tsx';
import { Example, Part, Row } from '../Example.tsx';

const TONES: readonly Tone[] = ['neutral', 'accent', 'good', 'warn', 'bad'];
const P95 = { unit: 'ms', better: 'less' } as const;
const COST = { unit: 'usd', better: 'less' } as const;

/** Figures, states and rows. */
export const Data = () => (
  <Part title="Data">
    <Example name="Badge">
      <Row>
        {TONES.map((tone) => (
          <Badge key={tone} tone={tone}>
            {tone}
          </Badge>
        ))}
      </Row>
    </Example>
    <Example name="Badge, cut" width={120}>
      <Badge>a name far longer than its room</Badge>
    </Example>
    <Example name="StatusBadge">
      <Row>
        <StatusBadge status="ok" />
        <StatusBadge status="unset" />
        <StatusBadge status="error" errors={2} />
        <StatusBadge status="ok" errors={1} />
      </Row>
    </Example>
    <Example name="Dot">
      <Row>
        {TONES.map((tone) => (
          <span key={tone} className="flex items-center gap-1.5 text-sm">
            <Dot tone={tone} /> {tone}
          </span>
        ))}
      </Row>
    </Example>
    <Example name="Delta">
      <Row>
        <Delta metric={P95} now={820} before={1010} period="the previous day" />
        <Delta metric={P95} now={1400} before={1010} period="the previous day" />
        <Delta
          metric={{ unit: 'ratio', better: 'more' }}
          now={0.963}
          before={0.976}
          period="the previous day"
        />
        <Delta metric={P95} now={1010} before={1010} period="the previous day" />
      </Row>
    </Example>
    <Example name="Duration, Tokens, Money, When">
      <Row>
        <Duration ms={0.42} /> <Duration ms={9840} /> <Duration ms={192_000} /> <Duration ms={null} />
        <Tokens count={842} /> <Tokens count={1_204_331} />
        <Money amount="12.4" /> <Money amount="0.00000412" /> <Money amount="0" priced={false} />
        <When at={new Date(START).toISOString()} relative={false} />
      </Row>
    </Example>
    <Example name="TokenBar">
      <TokenBar counts={{ input: 1200, cachedRead: 5400, output: 800, reasoning: 300 }} />
    </Example>
    <Example name="StackedBar" width={200}>
      <StackedBar
        label="Outcomes"
        exact={String}
        parts={[
          { name: 'ok', label: 'succeeded', value: 94, color: 'var(--volume)' },
          { name: 'bad', label: 'failed', value: 6, color: 'var(--bad-mark)' },
        ]}
      />
    </Example>
    <Example name="KindIcon">
      <Row>
        {SPAN_KINDS.map((kind) => (
          <KindIcon key={kind} kind={kind} />
        ))}
      </Row>
    </Example>
    <Example name="Stat" width={170}>
      <Stat
        label="Latency P95"
        figure={{ value: '1.84', unit: 's' }}
        points={wave(48, 3)}
        note={<Delta metric={P95} now={1840} before={2100} period="the previous day" />}
      />
    </Example>
    <Example name="Stat, no data" width={170}>
      <Stat label="Cost" figure={undefined} />
    </Example>
    <Example name="BarList" width={360}>
      <BarList
        label="Models by cost"
        items={[
          { key: 'a', label: 'claude-opus-5.5', value: 42, figure: '$42.10', note: '61 %' },
          { key: 'b', label: 'gpt-5.6', value: 20, figure: '$20.04', note: '29 %' },
          { key: 'c', label: 'qwen3-max', value: 7, figure: '$6.93', note: '10 %' },
        ]}
      />
    </Example>
    <Example name="Figures" width={560}>
      <Figures
        items={[
          ['Duration', <Duration key="d" ms={9840} />],
          ['Tokens', <Tokens key="t" count={8421} />],
          ['Cost', <Money key="c" amount="0.0412" />],
          ['Model', 'claude-opus-5.5'],
        ]}
      />
    </Example>
    <Example name="Figures, loading" width={560}>
      <FiguresSkeleton />
    </Example>
    <Example name="Table" width={640}>
      <Rows />
    </Example>
    <Example name="Table, old rows while new ones load" width={640}>
      <Table
        label="Stale agents"
        columns={COLUMNS}
        rows={AGENTS.slice(0, 2)}
        rowKey={({ name }) => name}
        stale
      />
    </Example>
  </Part>
);

interface Agent {
  name: string;
  runs: number;
  p95: number;
  cost: number;
}
const AGENTS: readonly Agent[] = [
  { name: 'support-bot', runs: 4210, p95: 1840, cost: 42.1 },
  { name: 'rag-search', runs: 1204, p95: 920, cost: 12.4 },
  {
    name: 'customer-support-triage-agent-for-enterprise-accounts-in-europe',
    runs: 82,
    p95: 12_400,
    cost: 3.02,
  },
  { name: '合同审阅与风险提示助手', runs: 41, p95: 8300, cost: 1.9 },
];
const COLUMNS: readonly Column<Agent>[] = [
  { id: 'name', header: 'Agent', cell: ({ name }) => name, sortable: true },
  {
    id: 'runs',
    header: 'Runs',
    width: '6rem',
    align: 'right',
    cell: ({ runs }) => <Tokens count={runs} />,
    sortable: true,
  },
  {
    id: 'p95',
    header: 'P95',
    width: '6rem',
    align: 'right',
    cell: ({ p95 }) => <Duration ms={p95} />,
    sortable: true,
  },
  {
    id: 'cost',
    header: 'Cost',
    width: '10rem',
    align: 'right',
    wideOnly: true,
    cell: ({ cost }) => (
      <>
        <Money amount={String(cost)} />{' '}
        <Delta metric={COST} now={cost} before={cost * 0.9} period="the day before" />
      </>
    ),
  },
];

function Rows() {
  const [sort, setSort] = useState<Sort>({ column: 'runs', direction: 'desc' });
  const [selected, setSelected] = useState('rag-search');
  const value = (agent: Agent) =>
    sort.column === 'name' ? agent.name : sort.column === 'p95' ? agent.p95 : agent.runs;
  const rows = AGENTS.toSorted((a, b) => (value(a) < value(b) ? -1 : 1));
  return (
    <Table
      label="Agents"
      columns={COLUMNS}
      rows={sort.direction === 'asc' ? rows : rows.toReversed()}
      rowKey={({ name }) => name}
      selectedKey={selected}
      onOpen={({ name }) => setSelected(name)}
      sort={sort}
      onSort={setSort}
    />
  );
}
