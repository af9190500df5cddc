import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { chipsOf, textOf } from '../../components/filter-bar/edit.ts';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useTimeRange } from '../../use-time-range.ts';
import { tracesTexts } from './texts.ts';

const WIDER = [
  { token: '24h', lengthMs: 86_400_000 },
  { token: '7d', lengthMs: 7 * 86_400_000 },
  { token: '30d', lengthMs: 30 * 86_400_000 },
];

interface NoMatchProps {
  filter: string;
  onFilter: (text: string) => void;
}

/** Nothing was found: each condition that could be dropped, and a longer time. */
export function NoMatch({ filter, onFilter }: NoMatchProps) {
  const t = useTexts(tracesTexts);
  const format = useFormat();
  const time = useTimeRange();
  const chips = chipsOf(filter);
  const wider = WIDER.find(({ lengthMs }) => lengthMs > (time.toMs - time.fromMs) * 1.5);
  return (
    <EmptyState
      title={t('noMatch')}
      action={
        <span className="flex flex-wrap justify-center gap-2">
          {chips.map((chip) => (
            <Button key={chip.text} onClick={() => onFilter(textOf(chips.filter((each) => each !== chip)))}>
              {t('without', { condition: chip.text })}
            </Button>
          ))}
          {wider && (
            <Button onClick={() => time.set({ from: wider.token })}>
              {t('widen', { length: format.period(wider.lengthMs) })}
            </Button>
          )}
        </span>
      }
    >
      {t(chips.length > 0 ? 'noMatchFiltered' : 'noMatchRange')}
    </EmptyState>
  );
}
