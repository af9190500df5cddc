import { FUNNEL_LIMITS, type FunnelInput, funnelRequestSchema, SUBJECTS } from '@pharos/core/api/funnels';
import { PATH_LIMITS } from '@pharos/core/api/user-paths';
import { FIELDS } from '@pharos/core/fields';
import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { activitiesQuery, funnelQuery } from '../../../api/behaviour.ts';
import { Segmented } from '../../../components/Segmented.tsx';
import { Select } from '../../../components/Select.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { useZonedRange } from '../use-periods.ts';
import { FunnelResult } from './FunnelResult.tsx';
import { StepEditor } from './StepEditor.tsx';
import { funnelsTexts } from './texts.ts';
import { useBreakdownName } from './use-breakdown-name.ts';
import { useFunnel, WINDOWS } from './use-funnel.ts';

const OF_EVENTS = ['agent', 'page', 'platform', 'country', 'locale'];
const OF_SPANS = FIELDS.filter(
  ({ level, dimension, type }) => level === 'span' && dimension && (type === 'text' || type === 'enum'),
).map(({ name }) => name);

/** How far users come through a few steps, where they are lost, and how long it takes. All of it is in the address. */
export function FunnelsTab() {
  const t = useTexts(funnelsTexts);
  const format = useFormat();
  const fieldName = useBreakdownName();
  const project = useProject();
  const [funnel, change] = useFunnel();
  const onPlace = useCallback((place: number) => change({ place }), [change]);
  const { from, to } = useZonedRange(FUNNEL_LIMITS.days);
  const lately = useZonedRange(PATH_LIMITS.days);
  const activities = useQuery(activitiesQuery(project, { from: lately.from, to: lately.to }));
  const events = (activities.data?.data ?? []).filter(({ kind }) => kind === 'event').map(({ name }) => name);
  const { steps, by, windowSeconds, breakdown, place } = funnel;
  const fields = steps[0] && 'event' in steps[0] ? OF_EVENTS : OF_SPANS;
  const apart = fields.includes(breakdown) || breakdown.startsWith('attr.') ? breakdown : '';
  const request: FunnelInput = { from, to, steps, by, windowSeconds, ...(apart && { breakdown: apart }) };
  const query = useQuery(funnelQuery(project, request));
  const valid = funnelRequestSchema.safeParse(request).success;
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-col gap-3">
        <p className="text-sm text-muted">{t('start')}</p>
        <StepEditor
          steps={steps}
          onChange={(next) => change({ steps: next })}
          events={events}
          range={{ from, to }}
        />
        <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
          <Segmented
            label={t('by')}
            value={by}
            onChange={(next) => change({ by: next })}
            options={SUBJECTS.map((value) => ({ value, label: t(value) }))}
          />
          <span className="flex items-center gap-2 text-sm text-muted">
            {t('window')}
            <Select
              label={t('window')}
              value={String(windowSeconds)}
              onChange={(next) => change({ windowSeconds: Number(next) })}
              options={[...new Set([...WINDOWS, windowSeconds])]
                .sort((a, b) => a - b)
                .map((seconds) => ({ value: String(seconds), label: format.duration(seconds * 1000) }))}
            />
          </span>
          <span className="flex items-center gap-2 text-sm text-muted">
            {t('breakdown')}
            <Select
              label={t('breakdown')}
              value={apart}
              onChange={(next) => change({ breakdown: next })}
              options={[
                { value: '', label: t('noBreakdown') },
                ...[...new Set([...fields, ...(apart ? [apart] : [])])].map((name) => ({
                  value: name,
                  label: fieldName(name),
                })),
              ]}
            />
          </span>
        </div>
      </div>
      {valid ? (
        <FunnelResult {...{ query, request, place }} onPlace={onPlace} />
      ) : (
        <p role="status" className="text-sm text-muted">
          {t('invalid')}
        </p>
      )}
    </div>
  );
}
