import type { SharedDashboard } from '@pharos/core/api/dashboards';
import { readIn } from '@pharos/core/local-text';
import { parseRange, resolveRange } from '@pharos/core/time-range';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { askShared, sharedDashboardQuery } from '../../../api/dashboards.ts';
import { isFailure } from '../../../api/failure.ts';
import { Charts } from '../../../charts/kit/context.ts';
import { createHover } from '../../../charts/kit/hover.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { SkeletonRows } from '../../../components/Skeleton.tsx';
import { AmountsIn } from '../../../format/shown-rate.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { common } from '../../../i18n/common.ts';
import { useLanguage, useTexts } from '../../../i18n/i18n.ts';
import { Mark } from '../../../shell/Mark.tsx';
import { LanguageMenu, ThemeMenu } from '../../../shell/menus.tsx';
import { useRangeLabel } from '../../../shell/RangePicker.tsx';
import { type WidgetSource, WidgetSourceProvider } from '../../../widgets/context.ts';
import { SettledVariables } from '../variables/VariableBar.tsx';
import { refreshMs, useAddress } from '../view/address.ts';
import { DashboardBody } from '../view/DashboardBody.tsx';
import { usePageClock } from '../view/use-page-clock.ts';
import { askTogether } from './ask-together.ts';
import { shareTexts } from './texts.ts';

/** A dashboard as whoever holds a link sees it: no account, nothing to change, nothing that leads further. */
export function SharedPage() {
  const t = useTexts(shareTexts);
  const { token = '' } = useParams({ strict: false });
  const query = useQuery(sharedDashboardQuery(token));
  return (
    <main id="content" className="min-h-dvh px-4 py-4 sm:px-6">
      {query.data ? (
        <InItsCurrency shared={query.data}>
          <Shared token={token} shared={query.data} />
        </InItsCurrency>
      ) : isFailure(query.error, 404) ? (
        <EmptyState
          title={t('goneTitle')}
          action={
            <Link to="/" className="text-accent hover:underline">
              {t('goToPharos')}
            </Link>
          }
        >
          {t('goneHint')}
        </EmptyState>
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <SkeletonRows rows={12} />
      )}
    </main>
  );
}

/** Amounts as the project shows them, by the one rate that came with the link. */
function InItsCurrency({
  shared: { shownRate },
  children,
}: {
  shared: SharedDashboard;
  children: ReactNode;
}) {
  const display = useMemo(
    () => (shownRate ? { currency: shownRate.currency, rates: [shownRate] } : undefined),
    [shownRate],
  );
  return (
    <AmountsIn display={display} atMs={Date.now()}>
      {children}
    </AmountsIn>
  );
}

interface SharedProps {
  token: string;
  shared: SharedDashboard;
}

function Shared({ token, shared }: SharedProps) {
  const t = useTexts(shareTexts);
  const format = useFormat();
  const label = useRangeLabel();
  const language = useLanguage();
  const [address] = useAddress();
  const { nowMs } = usePageClock(refreshMs(address.refresh));
  const source = useSharedSource(token, shared, nowMs);
  const [hover] = useState(createHover);
  const { document: dashboard, projectName, range, values } = shared;
  const title = readIn(dashboard.title, language);
  const description = readIn(dashboard.description, language);
  useEffect(() => {
    document.title = `${title} · Pharos`;
  }, [title]);
  const settled = dashboard.variables.map((variable) => ({
    ...variable,
    values: values[variable.name] ?? variable.values,
  }));
  return (
    <div className="flex flex-col gap-3">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Mark />
        <h1 className="min-w-0 truncate text-lg font-semibold">{title}</h1>
        <p className="min-w-0 truncate text-sm text-muted">
          {t('sharedFrom', { project: projectName })} · {label(parseRange({ from: range }))}
        </p>
        <span className="no-print ml-auto flex items-center">
          <ThemeMenu />
          <LanguageMenu />
        </span>
      </header>
      {description && <p className="max-w-prose text-sm text-muted">{description}</p>}
      <SettledVariables variables={settled} />
      <Charts value={useMemo(() => ({ hover, marks: [] }), [hover])}>
        <WidgetSourceProvider value={source}>
          <DashboardBody document={dashboard} />
        </WidgetSourceProvider>
      </Charts>
      <footer className="pt-4 text-xs text-muted">
        {t('expiresAt', { when: format.dateTime(Date.parse(shared.expiresAt)) })}
      </footer>
    </div>
  );
}

/** Answers by the link alone: what a widget asks the server makes of its own document. */
function useSharedSource(token: string, shared: SharedDashboard, nowMs: number): WidgetSource {
  const c = useTexts(common);
  const format = useFormat();
  const { document, range: rangeText, values } = shared;
  const ask = useMemo(() => askTogether((widgets) => askShared(token, widgets)), [token]);
  return useMemo(() => {
    const range = parseRange({ from: rangeText });
    const view = { range: resolveRange(range, nowMs), variables: document.variables, values };
    const length = format.period(view.range.toMs - view.range.fromMs);
    return {
      view,
      project: undefined,
      periodName: c('previousPeriod', { period: length }),
      queryOf: ({ id }) => ({
        queryKey: ['shared', token, id, nowMs],
        queryFn: () => ask(id),
        placeholderData: keepPreviousData,
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 60_000,
      }),
    };
  }, [token, document, rangeText, values, nowMs, ask, c, format]);
}
