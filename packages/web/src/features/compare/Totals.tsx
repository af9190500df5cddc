import type { TraceSummary } from '@pharos/core/api/spans';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { TokenBar } from '../../components/TokenBar.tsx';
import { TraceStatus } from '../../components/trace-strip/TraceStatus.tsx';
import { titleOf } from '../../components/trace-strip/title.ts';
import { Duration, Money, Tokens, When } from '../../components/values.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';
import { Change } from './Change.tsx';
import { compareTexts } from './texts.ts';

const priced = ({ cost }: TraceSummary) => (cost.unpricedSpans > 0 ? undefined : Number(cost.total));

/** The figures of both traces and what differs. */
export function Totals({ left, right }: { left: TraceSummary; right: TraceSummary }) {
  const t = useTexts(compareTexts);
  const format = useFormat();
  const money = (trace: TraceSummary) => (
    <Money
      amount={trace.cost.total}
      currency={trace.cost.currency}
      unpricedSpans={trace.cost.unpricedSpans}
    />
  );
  const tokens = (trace: TraceSummary) => (
    <span className="flex items-center justify-end gap-2">
      <TokenBar counts={trace.usage} className="w-16 max-sm:hidden" />
      <Tokens count={trace.usage.total} estimated={trace.usage.estimated} />
    </span>
  );
  const [leftCost, rightCost] = [priced(left), priced(right)];
  const rows: [string, ReactNode, ReactNode, ReactNode][] = [
    [t('status'), <TraceStatus key="l" trace={left} />, <TraceStatus key="r" trace={right} />, null],
    [
      t('duration'),
      <Duration key="l" ms={left.durationMs} />,
      <Duration key="r" ms={right.durationMs} />,
      <Change
        key="c"
        by={right.durationMs - left.durationMs}
        from={left.durationMs}
        write={format.duration}
      />,
    ],
    [
      t('tokens'),
      tokens(left),
      tokens(right),
      <Change
        key="c"
        by={right.usage.total - left.usage.total}
        from={left.usage.total}
        write={format.compact}
      />,
    ],
    [
      t('cost'),
      money(left),
      money(right),
      <Change
        key="c"
        by={leftCost === undefined || rightCost === undefined ? undefined : rightCost - leftCost}
        from={leftCost}
        write={(size) => format.money(size)}
      />,
    ],
    [
      t('spans'),
      format.count(left.spanCount),
      format.count(right.spanCount),
      <Change key="c" by={right.spanCount - left.spanCount} from={undefined} write={format.count} />,
    ],
  ];
  return (
    <table className="w-full table-fixed text-sm">
      <thead>
        <tr className="border-b">
          <th className="w-22 px-4 sm:w-24 sm:px-5" />
          {[left, right].map((trace, side) => (
            <th key={trace.traceId + String(side)} className="h-14 px-2 text-end font-normal">
              <TraceName trace={trace} side={t(side === 0 ? 'left' : 'right')} />
            </th>
          ))}
          <th className="w-24 px-4 text-end text-xs font-normal text-muted sm:w-40 sm:px-5">
            {t('difference')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, a, b, change]) => (
          <tr key={name} className="figures border-b text-end">
            <th scope="row" className="h-8 px-4 text-start font-normal text-muted sm:px-5">
              {name}
            </th>
            <td className="px-2">{a}</td>
            <td className="px-2">{b}</td>
            <td className="px-4 sm:px-5">{change}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function TraceName({ trace, side }: { trace: TraceSummary; side: string }) {
  const project = useProject();
  return (
    <>
      <span className="text-xs text-muted">
        {side}
        <span className="max-sm:hidden">
          {' · '}
          <When at={trace.startTime} relative={false} />
        </span>
      </span>
      <Link
        to="/p/$project/traces/$traceId"
        params={{ project, traceId: trace.traceId }}
        className="block truncate font-semibold hover:underline"
      >
        <span dir="auto">{titleOf(trace)}</span>
      </Link>
    </>
  );
}
