import type { WhatIf } from '@pharos/core/api/what-if';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { whatIfQuery } from '../../../api/what-if.ts';
import { MAIN_COLOR, OTHER_COLOR } from '../../../charts/kit/palette.ts';
import { BarList } from '../../../charts/lists/BarList.tsx';
import { Button, IconButton } from '../../../components/Button.tsx';
import { Delta } from '../../../components/Delta.tsx';
import { QueryPanel } from '../../../components/Panel.tsx';
import { Picker } from '../../../components/Picker.tsx';
import { Money } from '../../../components/values.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { common } from '../../../i18n/common.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { chosenProviders, type Ranked, ranked, requestOfCandidates } from './candidates.ts';
import { ModelPicker, useModelsInUse, usePricedModels } from './ModelPicker.tsx';
import { MOST_PLANS, writePlans } from './plan.ts';
import { whatIfTexts } from './texts.ts';
import type { UseWhatIf } from './use-what-if.ts';

const PAGE = 25;

interface CompareAllProps extends UseWhatIf {
  measured: WhatIf;
}

/** The same calls under every model of some providers, the cheapest first. */
export function CompareAll({ state, asked, set, setPlans, setProviders, measured }: CompareAllProps) {
  const t = useTexts(whatIfTexts);
  const c = useTexts(common);
  const format = useFormat();
  const project = useProject();
  const inUse = useModelsInUse(measured);
  const priced = usePricedModels();
  const [shown, setShown] = useState(PAGE);
  const of = state.plans[0]?.of;
  const providers = chosenProviders(state.providers, priced, measured);
  const { request, cut } = requestOfCandidates(asked, priced, providers, of);
  const query = useQuery({ ...whatIfQuery(project, request), enabled: priced.length > 0 });
  const toggle = (provider: string) =>
    setProviders(
      providers.includes(provider) ? providers.filter((one) => one !== provider) : [...providers, provider],
    );
  const asScenario = (model: Ranked['to']) => {
    const others = state.plans.filter(({ to }) => to).slice(0, MOST_PLANS - 1);
    set({ compare: undefined, if: writePlans([...others, { of, to: model }]) });
  };
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <span className="w-56">
          <ModelPicker
            label={t('replace')}
            value={of}
            none={t('allModels')}
            groups={inUse}
            onPick={(picked) => setPlans([{ of: picked }])}
          />
        </span>
        <Picker
          several
          label={t('candidates')}
          placeholder={c('search')}
          nothing={c('none')}
          groups={[
            {
              title: t('candidates'),
              items: priced
                .filter(({ provider }) => provider !== '')
                .map(({ provider, models }) => ({
                  ...{ value: provider, label: provider, about: String(models.length) },
                  picked: providers.includes(provider),
                })),
            },
          ]}
          onPick={toggle}
          trigger={
            <Button className="max-w-full min-w-0">
              <span className="truncate">
                {t('candidates')} {providers.join(', ') || '–'}
              </span>
            </Button>
          }
        />
      </div>
      <QueryPanel title={t('ranked')} query={query} height={PAGE * 32} skeleton="rows">
        {(answer) => {
          const list = ranked(answer, request, t('now'));
          return (
            <>
              <p className="pb-2 text-xs text-muted">
                {t('candidateCount', { shown: list.length - 1, count: request.scenarios?.length ?? 0 })}
                {cut > 0 && ` · ${t('candidatesCut', { cut: format.count(cut) })}`}
              </p>
              <BarList
                label={t('ranked')}
                items={list.slice(0, shown).map(({ key, to, provider, before, cost }) => ({
                  key,
                  label: to ? (
                    <span className="flex items-center gap-1">
                      <span className="truncate">{to.model}</span>
                      <span className="truncate text-xs text-muted">{provider}</span>
                      <IconButton
                        label={t('try', { model: to.model })}
                        className="size-6"
                        onClick={() => asScenario(to)}
                      >
                        <Plus className="size-3.5" aria-hidden />
                      </IconButton>
                    </span>
                  ) : (
                    <span className="font-semibold">
                      {t('now')} <span className="font-normal text-muted">{t('measured')}</span>
                    </span>
                  ),
                  value: Number(cost),
                  figure: <Money amount={cost} />,
                  note: (
                    <Delta
                      metric={{ unit: 'usd', better: 'less' }}
                      now={Number(cost)}
                      before={to ? Number(before) : undefined}
                      period={t('measured')}
                    />
                  ),
                  color: to ? OTHER_COLOR : MAIN_COLOR,
                }))}
              />
              {list.length > shown && (
                <Button className="mt-3" onClick={() => setShown(shown + PAGE)}>
                  {t('more')}
                </Button>
              )}
            </>
          );
        }}
      </QueryPanel>
    </div>
  );
}
