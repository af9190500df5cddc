import type { Spent, WhatIf } from '@pharos/core/api/what-if';
import { formatFilterText, parseFilterText } from '@pharos/core/filter-text';
import { Link } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { csvOf, figure, type TableData, words } from '../../../charts/kit/table.ts';
import { Button } from '../../../components/Button.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { type Column, Table } from '../../../components/Table.tsx';
import { Absent, Money, Tokens } from '../../../components/values.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { fileName, saveFile } from '../../../save-file.ts';
import { useProject } from '../../../use-project.ts';
import { perMonth } from './per-month.ts';
import { changesOf, type Plan } from './plan.ts';
import { type WhatIfTranslate, whatIfTexts } from './texts.ts';

interface Side {
  key: string;
  name: string;
  about: string;
  spent: Spent;
  difference: string | undefined;
  leftCalls: number;
}

interface SideBySideProps {
  answer: WhatIf;
  plans: readonly Plan[];
  filter: string;
}

/** What was measured and each scenario, a row each. */
export function SideBySide({ answer, plans, filter }: SideBySideProps) {
  const t = useTexts(whatIfTexts);
  const format = useFormat();
  const project = useProject();
  const { measured, outcomes } = answer;
  const sides: Side[] = [
    { key: 'now', name: t('now'), about: '', spent: measured, difference: undefined, leftCalls: 0 },
    ...outcomes.map(({ after, difference, left }, at) => ({
      key: `${at}`,
      name: t('scenario', { nth: at + 1 }),
      about: aboutOf(plans[at] ?? {}, t),
      spent: after,
      difference,
      leftCalls: left.reduce((sum, { calls }) => sum + calls, 0),
    })),
  ];
  const columns: Column<Side>[] = [
    {
      id: 'name',
      header: <span className="sr-only">{t('scenarios')}</span>,
      cell: ({ name, about }) => (
        <span title={about}>
          {name} <span className="text-muted">{about}</span>
        </span>
      ),
    },
    {
      id: 'cost',
      header: t('cost'),
      width: '6rem',
      align: 'right',
      cell: ({ spent }) => <Money amount={spent.cost} />,
    },
    {
      id: 'difference',
      header: t('difference'),
      width: '7rem',
      align: 'right',
      cell: ({ difference }) => (difference === undefined ? <Absent /> : <Signed amount={difference} />),
    },
    {
      id: 'month',
      header: <span title={t('perMonthHint')}>{t('perMonth')}</span>,
      width: '6.5rem',
      align: 'right',
      wideOnly: true,
      cell: ({ spent }) => <Money amount={perMonth(spent.cost, answer)} />,
    },
    {
      id: 'cached',
      header: t('cached'),
      width: '5rem',
      align: 'right',
      wideOnly: true,
      cell: ({ spent }) => (spent.cacheShare === null ? <Absent /> : format.percent(spent.cacheShare)),
    },
    {
      id: 'tokens',
      header: t('tokenCount'),
      width: '5rem',
      align: 'right',
      wideOnly: true,
      cell: ({ spent }) => <Tokens count={spent.tokens} />,
    },
    {
      id: 'calls',
      header: t('calls'),
      width: '5rem',
      align: 'right',
      wideOnly: true,
      cell: ({ spent }) => <Tokens count={spent.calls} />,
    },
    {
      id: 'left',
      header: t('leftOut'),
      width: '5rem',
      align: 'right',
      wideOnly: true,
      cell: ({ leftCalls }) => (leftCalls === 0 ? <Absent /> : <Tokens count={leftCalls} />),
    },
    {
      id: 'traces',
      header: <span className="sr-only">{t('traces')}</span>,
      width: '7rem',
      align: 'right',
      wideOnly: true,
      cell: ({ key }) => (
        <Link
          to="/p/$project/traces"
          params={{ project }}
          search={{ from: answer.from, to: answer.to, filter: meant(filter, plans[Number(key)]) }}
          className="text-xs text-accent hover:underline"
        >
          {t('traces')}
        </Link>
      ),
    },
  ];
  return (
    <Panel
      title={t('side')}
      actions={
        <Button
          variant="quiet"
          onClick={() => saveFile(fileName('what-if', 'csv'), 'text/csv', csvOf(tableOf(sides, t)))}
        >
          <Download className="size-4" aria-hidden />
          {t('saveCsv')}
        </Button>
      }
    >
      <Table label={t('side')} columns={columns} rows={sides} rowKey={({ key }) => key} />
    </Panel>
  );
}

/** More costs more: a sign, and a colour beside it. */
function Signed({ amount }: { amount: string }) {
  const less = amount.startsWith('-');
  const more = !less && amount !== '0';
  return (
    <span className={less ? 'text-good' : more ? 'text-bad' : 'text-muted'}>
      {more && '+'}
      <Money amount={amount} />
    </span>
  );
}

/** A scenario in few words. */
function aboutOf(plan: Plan, t: WhatIfTranslate): string {
  const { of, to, share, tokens, cache, tier, output } = plan;
  if (changesOf(plan).length === 0) return '';
  return [
    to ? `${of?.model ?? t('allModels')} → ${to.model}` : (of?.model ?? t('allModels')),
    to && share !== undefined ? `${t('share')} ${share} %` : '',
    to && tokens !== undefined ? `${t('tokens')} ${tokens} %` : '',
    cache === undefined ? '' : `${t('cacheShare')} ${cache} %`,
    tier ? t(tier) : '',
    output === undefined ? '' : `${t('output')} ${output} %`,
  ]
    .filter(Boolean)
    .join(' · ');
}

/** The filter of the page, and the model whose calls a plan is about. */
function meant(filter: string, plan: Plan | undefined): string {
  const { filters, search } = parseFilterText(filter);
  const model = plan?.of ? [{ field: 'model', op: '=' as const, values: [plan.of.model] }] : [];
  return formatFilterText({ filters: [...filters, ...model], search });
}

const exact = (amount: string | undefined) =>
  figure(amount === undefined ? null : Number(amount), () => amount ?? '');

const tableOf = (sides: readonly Side[], t: WhatIfTranslate): TableData => ({
  columns: [
    t('scenarios'),
    t('changes'),
    `${t('cost')} (USD)`,
    `${t('difference')} (USD)`,
    t('tokenCount'),
    t('calls'),
    t('leftOut'),
  ].map((label) => ({ label })),
  rows: sides.map(({ key, name, about, spent, difference, leftCalls }) => ({
    key,
    cells: [
      words(name),
      words(about),
      exact(spent.cost),
      exact(difference),
      ...[spent.tokens, spent.calls, leftCalls].map((count) => figure(count, String)),
    ],
  })),
});
