import type { Outcome, WhatIf } from '@pharos/core/api/what-if';
import { SERVICE_TIERS, type ServiceTier } from '@pharos/core/pricing/tiers';
import { X } from 'lucide-react';
import { type ReactNode, useCallback } from 'react';
import { IconButton } from '../../../components/Button.tsx';
import { cx } from '../../../components/cx.ts';
import { Delta } from '../../../components/Delta.tsx';
import { Select } from '../../../components/Select.tsx';
import { Skeleton } from '../../../components/Skeleton.tsx';
import { Money } from '../../../components/values.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { ModelPicker, useModelsInUse, usePricedGroups } from './ModelPicker.tsx';
import { LEAST_FACTOR, nameOf, type Plan } from './plan.ts';
import { Slider } from './Slider.tsx';
import { whatIfTexts } from './texts.ts';

interface PlanEditorProps {
  nth: number;
  plan: Plan;
  measured: WhatIf;
  outcome: Outcome | undefined;
  isStale: boolean;
  onChange: (plan: Plan) => void;
  onRemove: (() => void) | undefined;
}

/** One scenario: what is replaced by what, and what it would cost. */
export function PlanEditor({ nth, plan, measured, outcome, isStale, onChange, onRemove }: PlanEditorProps) {
  const t = useTexts(whatIfTexts);
  const inUse = useModelsInUse(measured);
  const priced = usePricedGroups();
  const set = useCallback((patch: Plan) => onChange({ ...plan, ...patch }), [plan, onChange]);
  const cached = plan.of
    ? (measured.measured.byModel?.find((one) => plan.of && nameOf(one) === nameOf(plan.of))?.cacheShare ?? 0)
    : (measured.measured.cacheShare ?? 0);
  return (
    <section
      aria-label={t('scenario', { nth })}
      className="flex flex-col gap-3 py-3 lg:flex-row lg:items-end"
    >
      <span
        aria-hidden
        className="figures hidden size-6 shrink-0 self-center rounded-full bg-sunken text-center text-xs leading-6 lg:block"
        style={{ boxShadow: `inset 0 0 0 2px var(--series-${SERIES[nth - 1] ?? 1})` }}
      >
        {nth}
      </span>
      <div
        className={cx(
          'grid min-w-0 flex-1 grid-cols-2 gap-x-4 gap-y-2 md:grid-cols-4',
          // Names of models are longer than what else is chosen; one more to choose takes a second line.
          plan.to
            ? '2xl:grid-cols-[repeat(2,minmax(0,1.4fr))_repeat(5,minmax(0,1fr))]'
            : 'xl:grid-cols-[repeat(2,minmax(0,1.4fr))_repeat(4,minmax(0,1fr))]',
        )}
      >
        <Labelled label={t('replace')}>
          <ModelPicker
            label={t('replace')}
            value={plan.of}
            none={t('allModels')}
            groups={inUse}
            onPick={(of) => set({ of, cache: undefined })}
          />
        </Labelled>
        <Labelled label={t('by')}>
          <ModelPicker
            label={t('by')}
            value={plan.to}
            none={t('sameModel')}
            groups={priced}
            onPick={(to) => set({ to })}
          />
        </Labelled>
        <Slider
          label={t('share')}
          value={plan.share}
          measured={100}
          onChange={(share) => set({ share: share === 100 ? undefined : share })}
        />
        <Slider
          label={t('cacheShare')}
          value={plan.cache}
          measured={cached * 100}
          onChange={(cache) => set({ cache })}
        />
        <Slider
          label={t('output')}
          value={plan.output}
          measured={100}
          min={LEAST_FACTOR}
          max={300}
          onChange={(output) => set({ output: output === 100 ? undefined : output })}
        />
        {plan.to && (
          <Slider
            label={<span title={t('tokensHint')}>{t('tokens')}</span>}
            value={plan.tokens}
            measured={100}
            min={LEAST_FACTOR}
            max={200}
            onChange={(tokens) => set({ tokens: tokens === 100 ? undefined : tokens })}
          />
        )}
        <Labelled label={t('tier')}>
          <Select<ServiceTier | ''>
            label={t('tier')}
            value={plan.tier ?? ''}
            options={[
              { value: '', label: t('sameTier') },
              ...SERVICE_TIERS.map((tier) => ({ value: tier, label: t(tier) })),
            ]}
            onChange={(tier) => set({ tier: tier === '' ? undefined : tier })}
          />
        </Labelled>
      </div>
      <div className={cx('flex items-center gap-2 lg:w-32 lg:justify-end', isStale && 'opacity-55')}>
        <span
          aria-live="polite"
          className="flex flex-1 items-baseline gap-2 lg:flex-col lg:items-end lg:gap-0"
        >
          {outcome ? (
            <>
              <span className="text-lg font-semibold">
                <Money amount={outcome.after.cost} />
              </span>
              <Delta
                metric={{ unit: 'usd', better: 'less' }}
                now={Number(outcome.after.cost)}
                before={Number(outcome.before)}
                period={t('measured')}
              />
            </>
          ) : (
            <span className="w-20">
              <Skeleton className="h-5" />
            </span>
          )}
        </span>
        {onRemove && (
          <IconButton label={t('remove', { nth })} onClick={onRemove}>
            <X className="size-4" aria-hidden />
          </IconButton>
        )}
      </div>
    </section>
  );
}

/** The colours of scenarios, in their order; the first colour is that of what was measured. */
export const SERIES = [2, 4, 5, 7] as const;

const Labelled = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="flex min-w-0 flex-col gap-1">
    <span aria-hidden className="h-5 text-xs leading-5 text-muted">
      {label}
    </span>
    {children}
  </div>
);
