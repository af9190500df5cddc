import type { Suggestion } from '@pharos/core/api/spans';
import { isSent } from '@pharos/core/metric-points/named';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { type ReactElement, useDeferredValue, useState } from 'react';
import { sentMetricsQuery } from '../../api/metrics.ts';
import { suggestQuery } from '../../api/telemetry.ts';
import { useFieldName } from '../../components/filter-bar/field-name.ts';
import { Picker } from '../../components/Picker.tsx';
import type { PickerGroup, PickerItem } from '../../components/picker-list.ts';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';
import { useStillRange } from '../../use-still-range.ts';
import { type Asked, MOST_DIMENSIONS, whyNotSplit } from './fit.ts';
import { attributesOfAll } from './sent.ts';
import { COUNTED, SPLIT_GROUPS, SPLITS, splitGroup } from './split-groups.ts';
import { AddToken, Token, TokenName } from './Token.tsx';
import { askingTexts } from './texts.ts';
import { MOST_VALUES, useValues } from './use-values.ts';

interface SplitTokensProps {
  asked: Asked;
  onChange: (dimensions: readonly string[]) => void;
  /** As many as may split them. */
  most?: number;
}

/** The dimensions that the figures are split by. */
export function SplitTokens({ asked, onChange, most = MOST_DIMENSIONS }: SplitTokensProps) {
  const t = useTexts(askingTexts);
  const name = useFieldName();
  const { dimensions } = asked;
  return (
    <>
      {dimensions.map((dimension) => {
        const label = t('changeMetric', { name: name(dimension) });
        const others = dimensions.filter((each) => each !== dimension);
        return (
          <Token
            key={dimension}
            removeLabel={t('remove', { name: name(dimension) })}
            onRemove={() => onChange(others)}
          >
            <SplitPicker
              label={label}
              asked={{ ...asked, dimensions: others }}
              onPick={(picked) => onChange(dimensions.map((each) => (each === dimension ? picked : each)))}
              trigger={<TokenName title={label}>{name(dimension)}</TokenName>}
            />
          </Token>
        );
      })}
      {dimensions.length < most && (
        <SplitPicker
          label={t(dimensions.length === 0 ? 'splitBy' : 'addAnotherSplit')}
          asked={asked}
          onPick={(picked) => onChange([...dimensions, picked])}
          trigger={
            dimensions.length === 0 ? (
              <AddToken>
                <Plus className="size-4" aria-hidden />
                {t('addSplit')}
              </AddToken>
            ) : (
              <AddToken aria-label={t('addAnotherSplit')} title={t('addAnotherSplit')} className="px-2">
                <Plus className="size-4" aria-hidden />
              </AddToken>
            )
          }
        />
      )}
    </>
  );
}

interface SplitPickerProps {
  label: string;
  asked: Asked;
  onPick: (dimension: string) => void;
  trigger: ReactElement;
}

/** Dimensions by what the data hold of them: those with a few values first, each with its most frequent ones. */
function SplitPicker({ label, asked, onPick, trigger }: SplitPickerProps) {
  const t = useTexts(askingTexts);
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  return (
    <Picker
      label={label}
      trigger={trigger}
      groups={useSplitGroups(asked, typed, open)}
      onPick={onPick}
      onSearch={setTyped}
      onOpenChange={(next) => {
        setOpen(next);
        setTyped('');
      }}
      placeholder={t('findSplit')}
      nothing={t('nothingFound')}
    />
  );
}

function useSplitGroups(asked: Asked, typed: string, open: boolean): PickerGroup[] {
  const t = useTexts(askingTexts);
  const format = useFormat();
  const name = useFieldName();
  const project = useProject();
  const range = useStillRange();
  const known = useValues(COUNTED, range, open);
  const text = useDeferredValue(typed.trim().split(/\s+/).at(-1) ?? '');
  const keys = useQuery({ ...suggestQuery(project, 'attr.', text, range), enabled: open });
  const sent = useQuery({ ...sentMetricsQuery(project), enabled: open && asked.metrics.some(isSent) });
  if (!open) return [];

  const about = (values: readonly Suggestion[] | undefined): string => {
    const list = (values ?? []).slice(0, 3).map(({ value }) => value);
    if (values === undefined) return '';
    if (values.length === 0) return t('noValue');
    if (values.length === 1) return t('onlyValue', { value: list[0] ?? '' });
    const most = values.length >= MOST_VALUES;
    const shown = { count: most ? MOST_VALUES - 1 : values.length, values: list.join(', ') };
    return t(most ? 'manyCount' : 'valueCount', shown);
  };
  const item = (value: string, label: string, note: string): PickerItem => {
    const misfit = asked.dimensions.includes(value) ? undefined : whyNotSplit(value, asked);
    const picked = asked.dimensions.includes(value);
    return { value, label, about: note, words: value, picked, refusal: misfit && t(misfit) };
  };
  return SPLIT_GROUPS.map((group): PickerGroup => {
    if (group === 'attributes') {
      const ofApps = attributesOfAll(asked.metrics, sent.data?.data ?? []);
      if (ofApps.length > 0)
        return { title: t(group), items: ofApps.map((key) => item(`attr.${key}`, key, '')) };
      const items = (keys.data ?? []).map(({ value, count }) =>
        item(`attr.${value}`, value, t('stepCount', { count: format.compact(count) })),
      );
      return { title: t(group), items };
    }
    const fields = SPLITS.filter((field) => splitGroup(field, known.get(field.name)) === group);
    const items = fields.map((field) => item(field.name, name(field.name), about(known.get(field.name))));
    return { title: t(group), items };
  }).filter(({ items }) => items.length > 0);
}
