import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { quotaStatusQuery } from '../../api/quotas.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';
import { QueryPanel } from '../Panel.tsx';
import { QuotaGauge } from './QuotaGauge.tsx';
import { StandingBadge } from './StandingBadge.tsx';
import { standingOf } from './standing.ts';
import { quotaWords } from './texts.ts';
import { useQuotaWords } from './use-words.ts';

/** The quotas that count whatever a user spends, each with how full it is. */
export function UserQuotas({ userId, className }: { userId: string; className?: string }) {
  const t = useTexts(quotaWords);
  const words = useQuotaWords();
  const project = useProject();
  const query = useQuery(quotaStatusQuery(project, { user: userId }));
  return (
    <QueryPanel
      title={t('title')}
      query={query}
      height={36}
      skeleton="rows"
      {...(className && { className })}
      actions={
        <Link to="/p/$project/quotas" params={{ project }} className="text-xs text-accent hover:underline">
          {t('all')}
        </Link>
      }
    >
      {(statuses) =>
        statuses.length === 0 ? (
          <p className="py-2 text-sm text-muted">{t('noneForUser')}</p>
        ) : (
          <ul className="divide-y">
            {statuses.map((status) => {
              const { quota, subjects } = status;
              const limit = subjects[0]?.limit ?? quota.limit;
              const used = subjects[0]?.used;
              return (
                <li
                  key={quota.id}
                  className="grid min-h-9 grid-cols-[6rem_1fr_clamp(4rem,20vw,12rem)_8rem] items-center gap-3 text-sm max-sm:grid-cols-[1fr_5rem]"
                >
                  <span className="max-sm:hidden">
                    <StandingBadge standing={standingOf(status)} quota={quota} />
                  </span>
                  <span className="truncate">
                    <Link
                      to="/p/$project/quotas/$quotaId"
                      params={{ project, quotaId: quota.id }}
                      search={quota.scope.type === 'eachUser' ? { user: userId } : {}}
                      className="hover:text-accent hover:underline"
                    >
                      {quota.name}
                    </Link>
                    <span className="ml-2 text-xs text-muted max-sm:hidden">
                      {words.scope(quota.scope)} · {words.window(quota.window)}
                    </span>
                  </span>
                  <QuotaGauge
                    measure={quota.measure}
                    used={used}
                    limit={limit}
                    thresholds={quota.thresholds}
                  />
                  <span className="figures text-right max-sm:hidden">
                    {used === undefined ? '–' : words.amount(quota.measure, used)}
                    <span className="text-muted"> / {words.amount(quota.measure, limit)}</span>
                  </span>
                </li>
              );
            })}
          </ul>
        )
      }
    </QueryPanel>
  );
}
