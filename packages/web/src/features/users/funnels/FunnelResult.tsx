import type { Funnel as Answer, FunnelInput, FunnelStep } from '@pharos/core/api/funnels';
import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Funnel } from '../../../charts/funnel/Funnel.tsx';
import { Charts, type Picked } from '../../../charts/kit/context.ts';
import { createHover } from '../../../charts/kit/hover.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { Panel, QueryPanel } from '../../../components/Panel.tsx';
import { Select } from '../../../components/Select.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { FunnelGroups } from './FunnelGroups.tsx';
import { FunnelUsers } from './FunnelUsers.tsx';
import { funnelsTexts } from './texts.ts';

const ROW = 48;

export const nameOf = (step: FunnelStep): string => ('event' in step ? step.event : step.spans);

interface FunnelResultProps {
  query: UseQueryResult<Answer>;
  request: FunnelInput;
}

/** How many came how far, how long each step took, and who was lost where. A click on a step lists them. */
export function FunnelResult({ query, request }: FunnelResultProps) {
  const t = useTexts(funnelsTexts);
  const format = useFormat();
  const { steps, windowSeconds = 0 } = request;
  const [chosen, setChosen] = useState(0);
  const last = steps.length - 1;
  const place = Math.min(chosen, last);
  const charts = useMemo(
    () => ({
      hover: createHover(),
      marks: [],
      onPick: ({ group }: Picked) => setChosen(Number(group?.[0] ?? 0)),
    }),
    [],
  );
  const options = steps.map((step, at) => ({
    value: String(at),
    label: `${at === last ? t('reached') : t('dropped', { nth: at + 1 })} · ${nameOf(step)}`,
  }));
  return (
    <>
      <QueryPanel
        title={t('title')}
        note={t('note', { window: format.duration(windowSeconds * 1000) })}
        query={query}
        height={steps.length * ROW + 24}
        className="border-t pt-3"
      >
        {(data) =>
          data.reached[0] === 0 ? (
            <EmptyState title={t('empty')}>{t('emptyHint')}</EmptyState>
          ) : (
            <Charts value={charts}>
              <Funnel
                label={t('title')}
                unit="count"
                height={steps.length * ROW}
                stages={steps.map((step, at) => ({
                  ...{ key: String(at), label: nameOf(step), value: data.reached[at] ?? 0 },
                  group: [String(at)],
                }))}
              />
              <Times data={data} />
              {data.cut > 0 && (
                <p className="text-xs text-muted">{t('cut', { count: format.count(data.cut) })}</p>
              )}
            </Charts>
          )
        }
      </QueryPanel>
      {query.data?.groups && <FunnelGroups request={request} groups={query.data.groups} />}
      {query.data && query.data.reached[0] !== 0 && (
        <Panel
          title={t('who')}
          className="border-t pt-3"
          actions={
            <Select
              label={t('who')}
              value={String(place)}
              onChange={(next) => setChosen(Number(next))}
              options={options}
              className="max-w-80 min-w-0"
            />
          }
        >
          <FunnelUsers
            request={{ ...request, step: place, outcome: place === last ? 'reached' : 'dropped' }}
          />
        </Panel>
      )}
    </>
  );
}

function Times({ data: { medianMs, totalMedianMs } }: { data: Answer }) {
  const t = useTexts(funnelsTexts);
  const format = useFormat();
  const times = [
    ...medianMs.map((ms, at) => ({ name: `${at + 1} → ${at + 2}`, ms })),
    ...(medianMs.length > 1 ? [{ name: t('whole'), ms: totalMedianMs }] : []),
  ];
  return (
    <div className="flex flex-wrap gap-x-6 gap-y-1 pt-2 text-xs">
      <span className="text-muted">{t('times')}</span>
      <dl className="flex flex-wrap gap-x-6 gap-y-1">
        {times.map(({ name, ms }) => (
          <div key={name} className="flex items-baseline gap-2">
            <dt className="text-muted">{name}</dt>
            <dd className="figures font-semibold">{ms === null ? '–' : format.duration(ms)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
