import type { Anomalies } from '@pharos/core/api/usage';
import { Link } from '@tanstack/react-router';
import { TrendingDown, TrendingUp } from 'lucide-react';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { costTexts } from './texts.ts';
import { useUsage } from './use-usage.ts';

/** The latest few: who wants all of them looks at the chart. */
const SHOWN = 3;

interface OddProps {
  anomalies: Anomalies['anomalies'];
  measure: 'cost' | 'tokens';
}

/** What was not as usual, the latest first, each opening the traces of its time. */
export function Odd({ anomalies, measure }: OddProps) {
  const t = useTexts(costTexts);
  const format = useFormat();
  const project = useProject();
  const { filter } = useUsage();
  const unit = measure === 'cost' ? 'usd' : 'tokens';
  return (
    <ul aria-label={t('unusual')} className="flex flex-wrap gap-x-6 gap-y-1 pt-1 text-xs">
      {anomalies
        .toReversed()
        .slice(0, SHOWN)
        .map(({ from, to, direction, expected, actual }) => (
          <li key={from} className="flex items-center gap-1.5">
            {direction === 'above' ? (
              <TrendingUp className="size-3.5 text-warn" aria-hidden />
            ) : (
              <TrendingDown className="size-3.5 text-muted" aria-hidden />
            )}
            <Link
              to="/p/$project/traces"
              params={{ project }}
              search={{ from, to, filter: filter || undefined } as never}
              className="figures text-soft hover:text-accent hover:underline"
            >
              {format.dateTime(Date.parse(from))}
            </Link>
            <span className="figures text-muted">
              {t(direction, { actual: format.unit(actual, unit), expected: format.unit(expected, unit) })}
            </span>
          </li>
        ))}
    </ul>
  );
}
