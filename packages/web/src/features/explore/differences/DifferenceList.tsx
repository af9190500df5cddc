import type { Difference } from '@pharos/core/api/differences';
import { filtersBehind } from '@pharos/core/dashboards/drill';
import { formatFilterText, parseFilterText } from '@pharos/core/filter-text';
import { Link } from '@tanstack/react-router';
import { Funnel, FunnelX, ListTree } from 'lucide-react';
import { useState } from 'react';
import { valueLabel } from '../../../charts/answer.ts';
import { IconButton } from '../../../components/Button.tsx';
import { useFieldName } from '../../../components/filter-bar/field-name.ts';
import { Tooltip } from '../../../components/Tooltip.tsx';
import { TwoBars } from '../../../components/TwoBars.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { useStillRange } from '../../../use-still-range.ts';
import { useWords } from '../../../widgets/words.ts';
import { conditionsOf, withConditions, withoutGroup } from '../group-rows.ts';
import type { Explore } from '../use-explore.ts';
import { differenceTexts } from './texts.ts';

interface DifferenceListProps extends Explore {
  differences: readonly Difference[];
}

/** The first few explain most; the others are asked for. */
const FIRST = 8;

/** The values that differ, the largest difference first. */
export function DifferenceList({ differences, ...explore }: DifferenceListProps) {
  const t = useTexts(differenceTexts);
  const [all, setAll] = useState(false);
  const shown = all ? differences : differences.slice(0, FIRST);
  return (
    <>
      <ol aria-label={t('list')} className="divide-y border-y">
        {shown.map((difference) => (
          <DifferenceRow
            key={`${difference.dimension} ${difference.value}`}
            {...explore}
            difference={difference}
          />
        ))}
      </ol>
      {shown.length < differences.length && (
        <button
          type="button"
          className="py-2 text-sm text-accent hover:underline"
          onClick={() => setAll(true)}
        >
          {t('further', { count: differences.length - shown.length })}
        </button>
      )}
    </>
  );
}

interface DifferenceRowProps extends Explore {
  difference: Difference;
}

function DifferenceRow({ difference, state, change }: DifferenceRowProps) {
  const { dimension, value, selected, rest, sameAs } = difference;
  const t = useTexts(differenceTexts);
  const format = useFormat();
  const words = useWords();
  const field = useFieldName();
  const label = valueLabel(dimension, value, words);
  const name = `${field(dimension)} ${label}`;
  const shares = { selected: format.percent(selected.share), rest: format.percent(rest.share) };
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 py-2 sm:grid-cols-[minmax(0,28rem)_9rem_minmax(13rem,1fr)_auto]">
      <span className="min-w-0">
        <span className="block truncate" title={name}>
          <span className="text-muted">{field(dimension)}</span> <span className="font-medium">{label}</span>
        </span>
        {sameAs.length > 0 && (
          <span className="block truncate text-xs text-muted">
            {t('alsoSame', {
              others: sameAs
                .map((same) => `${field(same.dimension)} ${valueLabel(same.dimension, same.value, words)}`)
                .join(', '),
            })}
          </span>
        )}
      </span>
      <span className="max-sm:order-1">
        <TwoBars selected={selected.share} rest={rest.share} />
      </span>
      <span
        className="figures flex gap-3 text-sm whitespace-nowrap max-sm:order-2"
        title={t('values', shares)}
      >
        <span className="sr-only">{t('values', shares)}</span>
        <span aria-hidden className="sm:w-32">
          <span className="font-medium">{shares.selected}</span>
          <span className="text-muted"> / {shares.rest}</span>
        </span>
        <Lift difference={difference} />
      </span>
      <Actions {...{ state, change, dimension, value, name }} />
    </li>
  );
}

/** How many times as frequent; rarer ones are told by how many times as rare. */
function Lift({ difference: { lift } }: { difference: Difference }) {
  const t = useTexts(differenceTexts);
  const format = useFormat();
  if (lift === null) return <span>{t('onlyHere')}</span>;
  if (lift < 1) return <span className="text-muted">{t('rarer')}</span>;
  return <span>{t('lift', { times: format.unit(lift, 'number') })}</span>;
}

interface ActionsProps extends Explore {
  dimension: string;
  value: string;
  name: string;
}

/** Only it, all but it, or the selected traces that have it. */
function Actions({ state, change, dimension, value, name }: ActionsProps) {
  const t = useTexts(differenceTexts);
  const project = useProject();
  const range = useStillRange();
  const conditions = conditionsOf([dimension], [value]);
  const opposite = withoutGroup(conditions);
  const { filters, search } = parseFilterText(state.filter);
  const behind = filtersBehind({
    metrics: state.metrics.slice(0, 1),
    dimensions: [dimension],
    filters: [...filters, ...parseFilterText(state.selection.filter).filters],
    group: [value],
  });
  const label = t('traces', { name });
  return (
    <span className="flex justify-end">
      <IconButton
        label={t('only', { name })}
        className="!size-7"
        onClick={() => change({ filter: withConditions(state.filter, conditions) })}
      >
        <Funnel className="size-3.5" aria-hidden />
      </IconButton>
      {opposite && (
        <IconButton
          label={t('without', { name })}
          className="!size-7"
          onClick={() => change({ filter: withConditions(state.filter, [opposite]) })}
        >
          <FunnelX className="size-3.5" aria-hidden />
        </IconButton>
      )}
      <Tooltip content={label}>
        <Link
          to="/p/$project/traces"
          params={{ project }}
          search={{
            from: state.selection.from ?? range.from,
            to: state.selection.to ?? range.to,
            filter: formatFilterText({ filters: behind, search }),
          }}
          aria-label={label}
          className="inline-flex size-7 items-center justify-center rounded-md text-soft hover:bg-hover hover:text-ink"
        >
          <ListTree className="size-3.5" aria-hidden />
        </Link>
      </Tooltip>
    </span>
  );
}
