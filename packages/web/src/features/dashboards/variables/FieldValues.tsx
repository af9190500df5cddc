import { fieldNamed } from '@pharos/core/fields';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { suggestQuery } from '../../../api/telemetry.ts';
import { Picker } from '../../../components/Picker.tsx';
import type { PickerGroup } from '../../../components/picker-list.ts';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useStillRange } from '../../../use-still-range.ts';
import { useWidgetSource } from '../../../widgets/context.ts';
import { dashboardTexts } from '../texts.ts';
import { Trigger } from './Trigger.tsx';
import type { VariableControlProps } from './VariableBar.tsx';

/** Values of a field, the most frequent ones offered; several may be chosen, none means all. */
export function FieldValues({ variable, label, values, onChange }: VariableControlProps) {
  const t = useTexts(dashboardTexts);
  const [typed, setTyped] = useState('');
  /** What was chosen when the list opened comes first; nothing moves while it is open. */
  const [first, setFirst] = useState<readonly string[]>();
  const groups = useValueGroups(variable.field ?? '', values, typed, first);
  const [value, ...more] = values;
  const shown =
    value === undefined
      ? t('all')
      : more.length === 0
        ? value
        : t('chosenMore', { first: value, more: more.length });
  return (
    <Picker
      several
      label={label}
      groups={groups}
      onSearch={setTyped}
      onOpenChange={(next) => {
        setFirst(next ? values : undefined);
        setTyped('');
      }}
      onPick={(value) =>
        onChange(values.includes(value) ? values.filter((each) => each !== value) : [...values, value])
      }
      placeholder={t('findValue')}
      nothing={t('noValue')}
      trigger={<Trigger label={label} shown={shown} active={values.length > 0} title={values.join(', ')} />}
    />
  );
}

/** What was chosen, what is frequent, and what was typed as it stands. */
function useValueGroups(
  field: string,
  chosen: readonly string[],
  typed: string,
  first: readonly string[] | undefined,
): PickerGroup[] {
  const t = useTexts(dashboardTexts);
  const format = useFormat();
  const range = useStillRange();
  const { project } = useWidgetSource();
  const fixed = fieldNamed(field)?.values;
  const text = useDeferredValue(typed.trim());
  const seen = useQuery({
    ...suggestQuery(project ?? '', field, text, range),
    enabled: first !== undefined && project !== undefined && fixed === undefined,
  });
  if (first === undefined) return [];
  const counts = new Map((seen.data ?? []).map(({ value, count }) => [value, count]));
  const item = (value: string) => {
    const count = counts.get(value);
    return {
      value,
      label: value,
      about: count === undefined ? '' : format.compact(count),
      picked: chosen.includes(value),
    };
  };
  const offered = (fixed ?? [...counts.keys()]).filter((value) => value !== '' && !first.includes(value));
  const listed = new Set([...first, ...offered]);
  const asTyped = typed.trim();
  const others = fixed
    ? []
    : [...new Set([...chosen, asTyped])].filter((value) => value && !listed.has(value));
  return [
    { title: t('chosenValues'), items: first.map(item) },
    { title: t('mostFrequent'), items: offered.map(item) },
    {
      title: t('typed'),
      items: others.map((value) => ({ ...item(value), label: t('takeValue', { text: value }) })),
    },
  ].filter(({ items }) => items.length > 0);
}
