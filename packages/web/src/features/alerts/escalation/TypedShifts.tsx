import { shiftsOf } from '@pharos/core/on-call/schedule';
import { useDeferredValue, useMemo } from 'react';
import type { Named } from '../../../components/form/named.ts';
import { Part } from '../../../components/form/Part.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { ShiftRows } from './ShiftRows.tsx';
import { parseForm, type ScheduleForm } from './schedule-form.ts';
import { escalationTexts } from './texts.ts';
import { useTwoWeeks } from './use-two-weeks.ts';

const written = (ms: number) => new Date(ms).toISOString();

/** Who would have a schedule as it is typed; until it is complete, that it is not. */
export function TypedShifts({ form, people }: { form: ScheduleForm; people: readonly Named[] }) {
  const t = useTexts(escalationTexts);
  const typed = useDeferredValue(form);
  const { timeZone } = typed;
  const range = useTwoWeeks(timeZone);
  const { fromMs, toMs } = range;
  const shifts = useMemo(() => {
    // What it is called decides nothing.
    const parsed = parseForm({ ...typed, name: 'x' });
    if (!('document' in parsed)) return undefined;
    return shiftsOf(parsed.document, { fromMs, toMs }).map(({ person = null, ...shift }) => ({
      ...{ person, from: written(shift.fromMs), to: written(shift.toMs) },
    }));
  }, [typed, fromMs, toMs]);
  return (
    <Part name={t('preview')} error={undefined}>
      <div className="w-full">
        {shifts ? (
          <ShiftRows {...{ shifts, people, range, timeZone }} />
        ) : (
          <p className="text-sm text-muted">{t('previewLater')}</p>
        )}
      </div>
    </Part>
  );
}
