import type { Waste } from '@pharos/core/api/waste';
import { readIn } from '@pharos/core/local-text';
import { WASTE_RULES, type WasteKind } from '@pharos/core/waste/waste';
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { StackedBar } from '../../../charts/lists/StackedBar.tsx';
import { QueryPanel } from '../../../components/Panel.tsx';
import { Money } from '../../../components/values.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useUrlState } from '../../../url-state.ts';
import { useProject } from '../../../use-project.ts';
import { useInSight } from '../../../widgets/use-in-sight.ts';
import { useSteppedList } from '../use-stepped-list.ts';
import { isKind, KIND_COLORS } from './kinds.ts';
import { wasteTexts } from './texts.ts';
import { WasteCauses } from './WasteCauses.tsx';
import { WasteTraces } from './WasteTraces.tsx';
import { wasteQuery } from './waste-api.ts';

const HEIGHT = 220;
const search = z.object({ waste: z.string().optional().catch(undefined) });

/** Money spent on errors, retries and abandoned runs: how much of all, where it comes from, and the traces behind. */
export function WasteSection({ filter }: { filter: string }) {
  const list = useSteppedList(filter);
  const t = useTexts(wasteTexts);
  const format = useFormat();
  const [{ waste: open }, set] = useUrlState(search);
  const { ref, seen } = useInSight<HTMLDivElement>();
  const query = useQuery({ ...wasteQuery(useProject(), list), enabled: seen });
  const shareOf = ({ wasted, cost }: Waste) => (Number(cost) > 0 ? Number(wasted) / Number(cost) : 0);
  return (
    <div ref={ref}>
      <QueryPanel
        title={t('title')}
        note={
          query.data &&
          t('note', { money: format.money(query.data.wasted), share: format.percent(shareOf(query.data)) })
        }
        query={query}
        height={HEIGHT}
        skeleton="rows"
        className="border-t pt-3"
      >
        {(waste) =>
          Number(waste.wasted) === 0 ? (
            <p className="py-3 text-sm text-muted">{t('none')}</p>
          ) : (
            <div className="flex flex-col gap-4 pt-2">
              <StackedBar
                label={t('kinds')}
                parts={[
                  ...partsOf(waste, t),
                  { name: 'useful', label: t('useful'), value: usefulOf(waste), color: 'var(--pressed)' },
                ]}
                exact={(value) => format.money(value)}
                height={14}
              />
              <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
                <Kinds waste={waste} onOpen={(kind) => set({ waste: kind })} />
                <WasteCauses causes={waste.causes} />
              </div>
            </div>
          )
        }
      </QueryPanel>
      {isKind(open) && (
        <WasteTraces key={open} kind={open} list={list} onClose={() => set({ waste: undefined })} />
      )}
    </div>
  );
}

const usefulOf = ({ cost, wasted }: Waste): number => Math.max(0, Number(cost) - Number(wasted));
const partsOf = ({ kinds }: Waste, t: (kind: WasteKind) => string) =>
  kinds.map(({ kind, cost }) => ({
    name: kind,
    label: t(kind),
    value: Number(cost),
    color: KIND_COLORS[kind],
  }));

function Kinds({ waste, onOpen }: { waste: Waste; onOpen: (kind: WasteKind) => void }) {
  const t = useTexts(wasteTexts);
  const format = useFormat();
  return (
    <ul aria-label={t('kinds')} className="divide-y">
      {waste.kinds.map(({ kind, cost, calls, traces }) => (
        <li key={kind}>
          <button
            type="button"
            disabled={traces === 0}
            title={meaningOf(kind, format.locale)}
            onClick={() => onOpen(kind)}
            className="flex min-h-9 w-full items-center gap-3 px-1 text-left text-sm enabled:hover:bg-hover disabled:opacity-60"
          >
            <span
              aria-hidden
              className="size-2.5 shrink-0 rounded-xs"
              style={{ background: KIND_COLORS[kind] }}
            />
            <span className="sr-only">{t('open', { kind: t(kind) })}</span>
            <span aria-hidden className="min-w-0 flex-1 truncate">
              {t(kind)}
            </span>
            <span className="figures text-xs text-muted max-sm:hidden">
              {t('counts', { traces: format.compact(traces), calls: format.compact(calls) })}
            </span>
            <span className="w-16 text-right">
              <Money amount={cost} />
            </span>
            <span className="figures w-12 text-right text-xs text-muted">
              {format.percent(Number(cost) / Math.max(Number(waste.cost), Number.MIN_VALUE))}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

const meaningOf = (kind: WasteKind, language: string): string =>
  WASTE_RULES.flatMap((rule) => (rule.kind === kind ? [readIn(rule.meaning, language)] : [])).join(' ');
