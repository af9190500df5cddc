import { useMemo } from 'react';
import { useFieldName } from '../../../components/filter-bar/field-name.ts';
import { Select } from '../../../components/Select.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { WidgetPanel } from '../../../widgets/WidgetPanel.tsx';
import { splitFigures, splitOverTime } from './charts.ts';
import { speedTexts } from './texts.ts';
import type { Speed } from './use-speed.ts';

/** The same by whatever it may depend on: over time, and each value with its figures. A row opens its traces. */
export function Breakdown({ speed }: { speed: Speed }) {
  const t = useTexts(speedTexts);
  const nameOf = useSplitName();
  const { subject, by, shown, set } = speed;
  const { filter, bucketSeconds } = shown;
  const [course, figures] = useMemo(() => {
    const asked = { filter, bucketSeconds };
    return [splitOverTime(subject, by, asked), splitFigures(subject, by, asked)] as const;
  }, [subject, by, filter, bucketSeconds]);
  return (
    <div className="flex flex-col gap-4 border-t pt-3">
      <WidgetPanel
        widget={course}
        height={220}
        actions={
          <Select
            label={t('splitBy')}
            value={by}
            options={subject.splits.map((value) => ({ value, label: t('by', { name: nameOf(value) }) }))}
            onChange={(next) => set({ by: next })}
          />
        }
      />
      <WidgetPanel widget={figures} height={260} />
    </div>
  );
}

/** Attributes that people have a word for. */
const WORDS = { 'attr.http.route': 'route', 'attr.cloud.region': 'region' } as const;

function useSplitName(): (name: string) => string {
  const t = useTexts(speedTexts);
  const fieldName = useFieldName();
  return (name) => {
    const word = Object.entries(WORDS).find(([attribute]) => attribute === name)?.[1];
    return word ? t(word) : fieldName(name);
  };
}
