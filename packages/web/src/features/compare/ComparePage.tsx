import type { ApiTrace } from '@pharos/core/api/spans';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { ArrowLeftRight } from 'lucide-react';
import { traceQuery } from '../../api/telemetry.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { AmountsAt } from '../../format/shown-rate.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { Page } from '../../shell/Page.tsx';
import { useProject } from '../../use-project.ts';
import { Steps } from './Steps.tsx';
import { Totals } from './Totals.tsx';
import { compareTexts } from './texts.ts';

/** Two traces side by side: their figures, then their steps aligned. */
export function ComparePage() {
  const t = useTexts(compareTexts);
  const project = useProject();
  const navigate = useNavigate();
  const { traceId = '', otherId = '' } = useParams({ strict: false });
  const left = useQuery(traceQuery(project, traceId));
  const right = useQuery(traceQuery(project, otherId));
  const failed = [left, right].find((query) => query.isError);
  return (
    <Page
      fill
      title={t('title')}
      heading={t('heading')}
      crumbs={[
        <Link
          key="traces"
          to="/p/$project/traces"
          params={{ project }}
          className="hover:text-ink hover:underline"
        >
          {t('traces')}
        </Link>,
      ]}
      actions={
        <Button
          onClick={() =>
            void navigate({
              to: '/p/$project/traces/$traceId/compare/$otherId',
              params: { project, traceId: otherId, otherId: traceId },
              replace: true,
            })
          }
        >
          <ArrowLeftRight className="size-4 text-muted" aria-hidden />
          {t('swap')}
        </Button>
      }
    >
      {failed ? (
        <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
      ) : left.data && right.data ? (
        <AmountsAt at={laterOf(left.data.trace.startTime, right.data.trace.startTime)}>
          <Loaded left={left.data} right={right.data} />
        </AmountsAt>
      ) : (
        <div className="p-5">
          <SkeletonRows rows={12} />
        </div>
      )}
    </Page>
  );
}

const Loaded = ({ left, right }: { left: ApiTrace; right: ApiTrace }) => (
  <div className="flex h-full flex-col">
    <Totals left={left.trace} right={right.trace} />
    <Steps left={left} right={right} />
  </div>
);

/** Both traces are shown at one rate, so that what differs is what it costs more. */
const laterOf = (a: string, b: string): string => (Date.parse(a) < Date.parse(b) ? b : a);
