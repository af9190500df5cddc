import type { Funnel } from '@pharos/core/api/funnels';
import type { UseQueryResult } from '@tanstack/react-query';
import type { AskedFunnel } from '../../../api/behaviour.ts';
import { DataTable } from '../../../charts/kit/DataTable.tsx';
import { figure, type TableData } from '../../../charts/kit/table.ts';
import { QueryPanel } from '../../../components/Panel.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { stepName } from './step-name.ts';
import { funnelsTexts } from './texts.ts';
import { useBreakdownName } from './use-breakdown-name.ts';

interface FunnelGroupsProps {
  query: UseQueryResult<AskedFunnel>;
}
type Groups = NonNullable<Funnel['groups']>;

const ROW = 28;

/** The same funnel by the values of a field; nothing where no field tells it apart. */
export function FunnelGroups({ query }: FunnelGroupsProps) {
  const t = useTexts(funnelsTexts);
  const fieldName = useBreakdownName();
  const tableOf = useTable();
  const { asked, groups } = query.data ?? {};
  if (!asked || !groups) return null;
  const title = t('groups', { field: fieldName(asked.breakdown ?? '') });
  const height = 32 + groups.length * ROW;
  return (
    <QueryPanel title={title} query={query} height={height} skeleton="rows" className="border-t pt-3">
      {() => <DataTable label={title} table={tableOf(asked.steps, groups)} height={height} />}
    </QueryPanel>
  );
}

function useTable(): (steps: AskedFunnel['asked']['steps'], groups: Groups) => TableData {
  const t = useTexts(funnelsTexts);
  const format = useFormat();
  return (steps, groups) => ({
    columns: [
      { label: t('value') },
      ...steps.map((step, at) => ({ label: `${at + 1} ${stepName(step)}`, align: 'right' as const })),
      { label: `${t('times')}, ${t('whole')}`, align: 'right' },
    ],
    rows: groups.map(({ value, reached, totalMedianMs }) => ({
      key: value,
      cells: [
        { value, text: value || t('unnamed') },
        ...reached.map((count, at) => {
          const share = at > 0 && reached[0] ? ` · ${format.percent(count / reached[0])}` : '';
          return { value: count, text: `${format.count(count)}${share}` };
        }),
        figure(totalMedianMs, format.duration),
      ],
    })),
  });
}
