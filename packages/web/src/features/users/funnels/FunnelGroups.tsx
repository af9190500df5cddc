import type { Funnel, FunnelInput } from '@pharos/core/api/funnels';
import { DataTable } from '../../../charts/kit/DataTable.tsx';
import { figure, type TableData } from '../../../charts/kit/table.ts';
import { Panel } from '../../../components/Panel.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { nameOf } from './FunnelResult.tsx';
import { funnelsTexts } from './texts.ts';
import { useBreakdownName } from './use-breakdown-name.ts';

interface FunnelGroupsProps {
  request: FunnelInput;
  groups: NonNullable<Funnel['groups']>;
}

/** The same funnel by the values of a field. */
export function FunnelGroups({ request: { steps, breakdown = '' }, groups }: FunnelGroupsProps) {
  const t = useTexts(funnelsTexts);
  const format = useFormat();
  const title = t('groups', { field: useBreakdownName()(breakdown) });
  const table: TableData = {
    columns: [
      { label: t('value') },
      ...steps.map((step, at) => ({ label: `${at + 1} ${nameOf(step)}`, align: 'right' as const })),
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
  };
  return (
    <Panel title={title} className="border-t pt-3">
      <DataTable label={title} table={table} height={32 + groups.length * 28} />
    </Panel>
  );
}
