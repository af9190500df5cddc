import type { FunnelInput } from '@pharos/core/api/funnels';
import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { AskedFunnel } from '../../../api/behaviour.ts';
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
import { stepName } from './step-name.ts';
import { funnelsTexts } from './texts.ts';

const ROW = 48;

interface FunnelResultProps {
  query: UseQueryResult<AskedFunnel>;
  request: FunnelInput;
  /** The step whose users are listed, from 0. */
  place: number;
  onPlace: (place: number) => void;
}

/** How many came how far, how long each step took, and who was lost where. A click on a step lists them. */
export function FunnelResult({ query, request, place, onPlace }: FunnelResultProps) {
  const t = useTexts(funnelsTexts);
  const format = useFormat();
  const { steps, windowSeconds = 0 } = query.data?.asked ?? request;
  const charts = useMemo(
    () => ({
      hover: createHover(),
      marks: [],
      onPick: ({ group }: Picked) => onPlace(Number(group?.[0] ?? 0)),
    }),
    [onPlace],
  );
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
                  ...{ key: String(at), label: stepName(step), value: data.reached[at] ?? 0 },
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
      <FunnelGroups query={query} />
      {query.data && query.data.reached[0] !== 0 && <Who {...{ request, place, onPlace }} />}
    </>
  );
}

/** Who came as far as a step, of what is asked for now. */
function Who({ request, place, onPlace }: Omit<FunnelResultProps, 'query'>) {
  const t = useTexts(funnelsTexts);
  const last = request.steps.length - 1;
  const options = request.steps.map((step, at) => ({
    value: String(at),
    label: `${at === last ? t('reached') : t('dropped', { nth: at + 1 })} · ${stepName(step)}`,
  }));
  return (
    <Panel
      title={t('who')}
      className="border-t pt-3"
      actions={
        <Select
          label={t('who')}
          value={String(place)}
          onChange={(next) => onPlace(Number(next))}
          options={options}
          className="max-w-80 min-w-0"
        />
      }
    >
      <FunnelUsers request={{ ...request, step: place, outcome: place === last ? 'reached' : 'dropped' }} />
    </Panel>
  );
}

function Times({ data: { medianMs, totalMedianMs } }: { data: AskedFunnel }) {
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
