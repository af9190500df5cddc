import { CalendarRange } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../components/Button.tsx';
import { Popover } from '../../../components/Popover.tsx';
import { Select } from '../../../components/Select.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { RangeForm } from '../../../shell/RangeForm.tsx';
import { useRangeLabel } from '../../../shell/RangePicker.tsx';
import { BASE_TIMES } from './base-times.ts';
import { usePathsState } from './state.ts';
import { pathsTexts } from './texts.ts';

/** Chooses when it was what is compared with. Of all versions the same time would be the same runs. */
export function BaseTimes() {
  const t = useTexts(pathsTexts);
  const { base, set } = usePathsState();
  const offered = BASE_TIMES.filter((time) => time !== 'same' || base.version !== '');
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Select
        label={t('atTimes')}
        value={base.time}
        onChange={(time) => set(time === 'own' ? { times: time, ...ownOf(base.range) } : { times: time })}
        options={offered.map((time) => ({ value: time, label: t(`time_${time}`) }))}
      />
      {base.time === 'own' && <OwnTimes />}
    </span>
  );
}

const ownOf = ({ from, to }: { from: string; to: string }) => ({ baseFrom: from, baseTo: to });

function OwnTimes() {
  const t = useTexts(pathsTexts);
  const label = useRangeLabel();
  const { base, set } = usePathsState();
  const [open, setOpen] = useState(false);
  const times = { fromMs: Date.parse(base.range.from), toMs: Date.parse(base.range.to) };
  return (
    <Popover
      label={t('time_own')}
      open={open}
      onOpenChange={setOpen}
      align="start"
      className="w-72"
      trigger={
        <Button aria-label={`${t('time_own')}: ${label(times)}`}>
          <CalendarRange className="size-4 text-muted" aria-hidden />
          <span className="figures">{label(times)}</span>
        </Button>
      }
    >
      <RangeForm
        {...times}
        onRange={(range) => {
          set(ownOf(range));
          setOpen(false);
        }}
      />
    </Popover>
  );
}

/** What is compared with, in words: the version, where it is another one, and its time. */
export function useBaseName(): string {
  const t = useTexts(pathsTexts);
  const label = useRangeLabel();
  const { base } = usePathsState();
  const { from, to } = base.range;
  const when =
    base.time === 'own' ? label({ fromMs: Date.parse(from), toMs: Date.parse(to) }) : t(`time_${base.time}`);
  return [base.version, base.version !== '' && base.time === 'same' ? '' : when].filter(Boolean).join(' · ');
}
