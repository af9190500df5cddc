import type { SqlAnswer } from '@pharos/core/api/sql';
import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import { z } from 'zod';
import { useErrorText } from '../../components/ErrorState.tsx';
import { Kbd } from '../../components/Kbd.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { useUrlState } from '../../url-state.ts';
import { quickChart } from './quick-chart.ts';
import { ResultBar } from './ResultBar.tsx';
import { ResultChart } from './ResultChart.tsx';
import { ResultTable } from './ResultTable.tsx';
import { sqlTexts } from './texts.ts';
import type { Statement } from './use-statement.ts';

/** How the result is shown: as a table unless its address says otherwise. */
export const shownSearch = z.object({ show: z.enum(['lines', 'bars']).optional().catch(undefined) });

interface ResultProps {
  statement: Statement;
  query: UseQueryResult<SqlAnswer>;
  /** Goes to where the statement is wrong; undefined when that is not known. */
  onProblem: (() => void) | undefined;
}

/** The answer to the statement that was run last, or why there is none. */
export function Result({ statement, query, onProblem }: ResultProps) {
  const t = useTexts(sqlTexts);
  const scroller = useRef<HTMLDivElement>(null);
  const { data, isFetching, isError, error } = query;
  const [{ show }] = useUrlState(shownSearch);
  const chart = useMemo(() => data && quickChart(data), [data]);
  const [before = '', after = ''] = t('ready', { keys: '\n' }).split('\n');
  return (
    <section aria-label={t('result')} className="flex min-h-0 flex-1 flex-col">
      {data && !isFetching && <ResultBar {...{ statement }} answer={data} chart={chart} />}
      <div
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it
        tabIndex={0}
        aria-busy={isFetching}
        className="scroll-thin min-h-0 flex-1 overflow-auto px-4 sm:px-5"
      >
        {isFetching ? (
          <SkeletonRows rows={8} />
        ) : isError ? (
          <Problem error={error} onProblem={onProblem} />
        ) : data === undefined ? (
          <p className="py-3 text-muted">
            {statement.run === undefined ? (
              <>
                {before}
                <Kbd keys="mod+Enter" />
                {after}
              </>
            ) : (
              t('stopped')
            )}
          </p>
        ) : data.rows.length === 0 ? (
          <p className="py-3 text-muted">{t('resultEmpty')}</p>
        ) : chart && show ? (
          <ResultChart chart={chart} mode={show === 'lines' ? 'line' : 'bars'} />
        ) : (
          <ResultTable answer={data} scroller={scroller} />
        )}
      </div>
    </section>
  );
}

function Problem({ error, onProblem }: { error: unknown; onProblem: (() => void) | undefined }) {
  const t = useTexts(sqlTexts);
  const text = useErrorText();
  return (
    <p role="alert" className="py-3 text-sm">
      <span aria-hidden className="me-1.5 text-bad">
        ▲
      </span>
      {text(error)}
      {onProblem && (
        <button type="button" onClick={onProblem} className="ms-2 text-accent hover:underline">
          {t('goToProblem')}
        </button>
      )}
    </p>
  );
}
