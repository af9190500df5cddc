import type { ModelPrice } from '@pharos/core/api/prices';
import type { WhatIf } from '@pharos/core/api/what-if';
import { symbol } from '@pharos/core/format/money';
import { useQuery } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import { useMemo } from 'react';
import { pricesQuery } from '../../../api/prices.ts';
import { Button } from '../../../components/Button.tsx';
import { Picker } from '../../../components/Picker.tsx';
import type { PickerGroup } from '../../../components/picker-list.ts';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { type ModelName, nameOf } from './plan.ts';
import { type PricedModels, pricedModels } from './priced-models.ts';
import { whatIfTexts } from './texts.ts';

interface ModelPickerProps {
  label: string;
  value: ModelName | undefined;
  /** What stands where nothing is chosen, and chooses nothing. */
  none: string;
  groups: readonly PickerGroup[];
  onPick: (value: ModelName | undefined) => void;
}

const NONE = '';

/** One model out of many, found by typing. */
export function ModelPicker({ label, value, none, groups, onPick }: ModelPickerProps) {
  const t = useTexts(whatIfTexts);
  const all = useMemo(
    () => [{ title: label, items: [{ value: NONE, label: none }] }, ...groups],
    [groups, label, none],
  );
  return (
    <Picker
      label={label}
      groups={all}
      placeholder={t('findModel')}
      nothing={t('noModel')}
      onPick={(picked) => {
        const at = picked.indexOf('/');
        onPick(picked === NONE ? undefined : { provider: picked.slice(0, at), model: picked.slice(at + 1) });
      }}
      trigger={
        <Button className="w-full min-w-0 !justify-between" aria-label={`${label}: ${value?.model ?? none}`}>
          <span className="truncate" title={value && nameOf(value)}>
            {value?.model ?? none}
          </span>
          <ChevronDown className="size-4 shrink-0 text-muted" aria-hidden />
        </Button>
      }
    />
  );
}

/** The models of the traffic, each with its share of the cost. */
export function useModelsInUse({ measured }: WhatIf): PickerGroup[] {
  const t = useTexts(whatIfTexts);
  const format = useFormat();
  return useMemo(() => {
    const total = Number(measured.cost);
    const items = (measured.byModel ?? []).map((one) => ({
      value: nameOf(one),
      label: one.model,
      about: total > 0 ? t('ofCost', { share: format.percent(Number(one.cost) / total) }) : one.provider,
      words: one.provider,
    }));
    return [{ title: t('inUse'), items }];
  }, [measured, t, format]);
}

const baseOf = (rate: ModelPrice['input']): string => (Array.isArray(rate) ? rate[0] : rate) ?? '–';

const NO_MODELS: readonly PricedModels[] = [];

/** Every model that has a price, by who sells it. */
export function usePricedModels(): readonly PricedModels[] {
  const { data } = useQuery(pricesQuery(useProject()));
  return useMemo(
    () => (data ? pricedModels(data.data, new Date().toISOString().slice(0, 10)) : NO_MODELS),
    [data],
  );
}

/** The same to pick from, each with what it costs. */
export function usePricedGroups(): PickerGroup[] {
  const t = useTexts(whatIfTexts);
  const { locale } = useFormat();
  const priced = usePricedModels();
  return useMemo(
    () =>
      priced.map(({ provider, models }) => ({
        title: provider || t('ownPrices'),
        items: models.map((price) => {
          const rate = (of: ModelPrice['input']) => symbol(price.currency, locale) + baseOf(of);
          return {
            value: nameOf(price),
            label: price.model,
            about: t('perMillion', { input: rate(price.input), output: rate(price.output) }),
            words: provider,
          };
        }),
      })),
    [priced, t, locale],
  );
}
