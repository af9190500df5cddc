import type { ComparedCell, Reconciliation } from '@pharos/core/api/reconcile';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { tracesLink } from './drill.ts';
import { figureOf, matrixOf, strengthOf } from './matrix.ts';
import { reconcileTexts } from './texts.ts';
import type { Measure } from './use-reconcile.ts';

/** In a cell there is no room for less; the exact amount is on hover. */
const HALF_A_CENT = 0.005;

/** More stated than measured is amber, less is blue: neither is good or bad in itself. */
const colourOf = (gap: number, largest: number): string => {
  const strength = Math.round(strengthOf(gap, largest) * 62);
  return `color-mix(in oklab, var(${gap > 0 ? '--warn-mark' : '--series-8'}) ${strength}%, transparent)`;
};

/** The difference of every model on every day; a cell leads to its traces. */
export function MatrixTable({ of, measure }: { of: Reconciliation; measure: Measure }) {
  const t = useTexts(reconcileTexts);
  const format = useFormat();
  const project = useProject();
  const { comparison, zone, filters } = of;
  const { days, rows, largest } = useMemo(() => matrixOf(comparison, measure), [comparison, measure]);
  const models = useMemo(
    () => new Map(comparison.models.map((model) => [model.key, model])),
    [comparison.models],
  );
  const behind = { project, zone, filters };
  const short = (value: number): string => {
    if (measure === 'cost' && Math.abs(value) < HALF_A_CENT) return '≈0';
    const sign = value > 0 ? '+' : '';
    return sign + (measure === 'cost' ? format.money(value) : format.compact(value));
  };
  const exact = (cell: ComparedCell, side: 'stated' | 'measured' | 'difference'): string => {
    const value = cell[side][measure] ?? 0;
    return measure === 'cost' ? format.exactMoney(String(value)) : format.count(Number(value));
  };
  const name = (key: string, of: string) => (key === '*' ? t('allModels') : of || t('noModel'));
  return (
    <div className="scroll-thin overflow-x-auto">
      <table aria-label={t('matrix')} className="border-separate border-spacing-px text-xs">
        <thead>
          <tr>
            <th
              scope="col"
              className="sticky left-0 z-10 w-44 bg-surface pr-3 text-left font-normal text-muted max-sm:w-28"
            >
              {t('model')}
            </th>
            <th scope="col" className="px-2 text-right font-normal text-muted">
              {t('difference')}
            </th>
            {days.map((day) => (
              <th key={day} scope="col" title={day} className="px-1 text-center font-normal text-muted">
                {day.slice(5)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th
                scope="row"
                title={name(row.key, row.name)}
                className="sticky left-0 z-10 max-w-44 truncate bg-surface pr-3 text-left font-mono font-normal max-sm:max-w-28"
              >
                {name(row.key, row.name)}
              </th>
              <td className="figures px-2 text-right font-medium whitespace-nowrap">
                {row.difference === 0 ? '0' : short(row.difference)}
              </td>
              {row.cells.map((cell, i) => {
                const day = days[i] ?? '';
                const gap = cell && figureOf(cell.difference, measure);
                if (!cell || gap === undefined) return <td key={day} className="h-7 min-w-13 bg-sunken" />;
                const model = models.get(row.key);
                const sides = {
                  ...{ model: name(row.key, row.name), day },
                  stated: exact(cell, 'stated'),
                  measured: exact(cell, 'measured'),
                  difference: exact(cell, 'difference'),
                };
                return (
                  <td
                    key={day}
                    className="h-7 min-w-13 p-0"
                    style={{ background: gap === 0 ? 'var(--sunken)' : colourOf(gap, largest) }}
                  >
                    <Link
                      {...tracesLink(behind, row.key === '*' || !model ? [] : [model], day)}
                      title={t('cellHint', sides)}
                      aria-label={t('cellHint', sides)}
                      className="figures flex h-full items-center justify-center px-1 whitespace-nowrap hover:outline hover:outline-accent"
                    >
                      {gap === 0 ? <span className="text-faint">0</span> : short(gap)}
                    </Link>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
