import { useQuery } from '@tanstack/react-query';
import { dashboardChanges, sharesQuery, useDashboardChange } from '../../../api/dashboards.ts';
import { Button } from '../../../components/Button.tsx';
import { ErrorLine } from '../../../components/ErrorState.tsx';
import { Skeleton } from '../../../components/Skeleton.tsx';
import { toast } from '../../../components/Toast.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { shareTexts } from './texts.ts';

/** The links to a dashboard that still work, each to be taken back. */
export function ShareList({ id }: { id: string }) {
  const t = useTexts(shareTexts);
  const format = useFormat();
  const project = useProject();
  const shares = useQuery(sharesQuery(project, id));
  const revoke = useDashboardChange(project, dashboardChanges.revoke);
  const when = (at: string) => format.relative(Date.parse(at));
  return (
    <section aria-label={t('links')} className="border-t pt-3">
      <h3 className="text-sm font-semibold">{t('links')}</h3>
      <ErrorLine error={shares.error ?? revoke.error} />
      {shares.isPending && <Skeleton className="my-2 h-4 w-64" />}
      {shares.data?.length === 0 && <p className="py-1.5 text-sm text-muted">{t('noLinks')}</p>}
      <ul className="divide-y">
        {shares.data?.map((share) => (
          <li key={share.id} className="flex items-center gap-3 py-1.5">
            <div className="min-w-0 flex-1">
              <p className="truncate text-sm">
                {t('made', { when: when(share.createdAt), name: share.createdBy ?? '–' })}
              </p>
              <p className="truncate text-xs text-muted">
                {t('until', { when: format.dateTime(Date.parse(share.expiresAt)) })} ·{' '}
                {share.lastOpenedAt ? t('opened', { when: when(share.lastOpenedAt) }) : t('neverOpened')}
                {Object.entries(share.values)
                  .filter(([, values]) => values.length > 0)
                  .map(([name, values]) => ` · ${name}: ${values.join(', ')}`)}
              </p>
            </div>
            <Button
              variant="quietDanger"
              busy={revoke.isPending && revoke.variables?.share === share.id}
              onClick={() => revoke.mutate({ id, share: share.id }, { onSuccess: () => toast(t('revoked')) })}
            >
              {t('revoke')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
