import type { QuotaStatus, StoredQuota } from '@pharos/core/api/quotas';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Ellipsis, Pencil, Power, Trash2, TrendingUp } from 'lucide-react';
import { useState } from 'react';
import { z } from 'zod';
import { isFailure } from '../../api/failure.ts';
import { useRole } from '../../api/me.ts';
import {
  quotaChanges,
  quotaQuery,
  quotaStatusQuery,
  useLiveQuotas,
  useQuotaChange,
} from '../../api/quotas.ts';
import { Button, IconButton } from '../../components/Button.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { FiguresSkeleton } from '../../components/Figures.tsx';
import { Gone } from '../../components/Gone.tsx';
import { Menu, MenuItem } from '../../components/Menu.tsx';
import { StandingBadge } from '../../components/quotas/StandingBadge.tsx';
import { standingOf } from '../../components/quotas/standing.ts';
import { Tabs } from '../../components/Tabs.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { atLeast } from '../../rights.ts';
import { Page } from '../../shell/Page.tsx';
import { useUrlState } from '../../url-state.ts';
import { useProject } from '../../use-project.ts';
import { BurnDownPanel } from './BurnDownPanel.tsx';
import { Changes } from './Changes.tsx';
import { Crossings } from './Crossings.tsx';
import { QuotaDialog } from './QuotaDialog.tsx';
import { QuotaFigures } from './QuotaFigures.tsx';
import { QuotaUsers } from './QuotaUsers.tsx';
import { RaiseDialog } from './RaiseDialog.tsx';
import { Raises } from './Raises.tsx';
import { quotaTexts } from './texts.ts';

/** One quota: how full, how it goes on, who spends it, what was crossed, who raised and changed it. */
export function QuotaPage() {
  const t = useTexts(quotaTexts);
  const project = useProject();
  const { quotaId = '' } = useParams({ strict: false });
  const query = useQuery(quotaQuery(project, quotaId));
  // Asked at once, not after the definition: neither waits for the other.
  const status = useQuery({ ...quotaStatusQuery(project, { quota: quotaId }), retry: false });
  useLiveQuotas(project);
  const quota = query.data;
  const stands = status.data?.[0];
  const crumb = (
    <Link
      key="quotas"
      to="/p/$project/quotas"
      params={{ project }}
      className="hover:text-ink hover:underline"
    >
      {t('title')}
    </Link>
  );
  return (
    <Page
      title={quota?.name ?? t('quota')}
      heading={
        quota && (
          <span className="flex items-center gap-2">
            <span className="truncate">{quota.name}</span>
            {quota.enabled ? (
              stands && <StandingBadge standing={standingOf(stands)} quota={quota} />
            ) : (
              <StandingBadge standing="off" quota={quota} />
            )}
          </span>
        )
      }
      crumbs={[crumb]}
      actions={quota && <Actions project={project} quota={quota} />}
    >
      {isFailure(query.error, 404) ? (
        <Gone
          title={t('gone')}
          back={{ to: '/p/$project/quotas', params: { project } }}
          backLabel={t('back')}
        >
          {t('goneHint')}
        </Gone>
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : quota ? (
        <Body project={project} quota={quota} status={stands} />
      ) : (
        <FiguresSkeleton />
      )}
    </Page>
  );
}

interface PartProps {
  project: string;
  quota: StoredQuota;
  status: QuotaStatus | undefined;
}

const TABS = ['users', 'history', 'raises', 'changes'] as const;
const pageSearch = z.object({ tab: z.enum(TABS).default('users').catch('users') });

function Body({ project, quota, status }: PartProps) {
  const t = useTexts(quotaTexts);
  const [{ tab }, set] = useUrlState(pageSearch);
  const [raising, setRaising] = useState<string>();
  const may = atLeast(useRole(project), 'admin');
  return (
    <div className="flex flex-col gap-6">
      <QuotaFigures quota={quota} status={status} />
      {quota.enabled ? <BurnDownPanel project={project} quota={quota} /> : <p>{t('off')}</p>}
      <Tabs
        label={quota.name}
        value={quota.enabled || tab !== 'users' ? tab : 'history'}
        onChange={(next) => set({ tab: next })}
        tabs={[
          ...(quota.enabled
            ? [
                {
                  value: 'users' as const,
                  label: t('users'),
                  content: (
                    <QuotaUsers
                      project={project}
                      quota={quota}
                      status={status}
                      onRaise={may && quota.scope.type === 'eachUser' ? setRaising : undefined}
                    />
                  ),
                },
              ]
            : []),
          { value: 'history', label: t('history'), content: <Crossings quotaId={quota.id} /> },
          {
            value: 'raises',
            label: t('raises'),
            content: <Raises project={project} quota={quota} may={may} />,
          },
          { value: 'changes', label: t('changes'), content: <Changes project={project} quota={quota} /> },
        ]}
      />
      {raising !== undefined && (
        <RaiseDialog project={project} quota={quota} user={raising} onClose={() => setRaising(undefined)} />
      )}
    </div>
  );
}

/** What an admin may do with it. */
function Actions({ project, quota }: Omit<PartProps, 'status'>) {
  const t = useTexts(quotaTexts);
  const navigate = useNavigate();
  const may = atLeast(useRole(project), 'admin');
  const [open, setOpen] = useState<'edit' | 'raise' | 'remove'>();
  const close = () => setOpen(undefined);
  const update = useQuotaChange(project, quotaChanges.update);
  const remove = useQuotaChange(project, quotaChanges.remove);
  if (!may) return null;
  const { id, createdAt: _, updatedAt: _at, updatedBy: _by, ...input } = quota;
  return (
    <>
      <Button onClick={() => setOpen('raise')}>
        <TrendingUp className="size-4 text-muted" aria-hidden />
        {t('raise')}
      </Button>
      <Button onClick={() => setOpen('edit')}>
        <Pencil className="size-4 text-muted" aria-hidden />
        {t('edit')}
      </Button>
      <Menu
        align="end"
        trigger={
          <IconButton label={t('actions')} variant="secondary">
            <Ellipsis className="size-4" aria-hidden />
          </IconButton>
        }
      >
        <MenuItem
          icon={<Power aria-hidden />}
          onSelect={() => update.mutate({ id, ...input, enabled: !quota.enabled })}
        >
          {t(quota.enabled ? 'turnOff' : 'turnOn')}
        </MenuItem>
        <MenuItem danger icon={<Trash2 aria-hidden />} onSelect={() => setOpen('remove')}>
          {t('remove')}
        </MenuItem>
      </Menu>
      {open === 'edit' && <QuotaDialog project={project} quota={quota} onClose={close} />}
      {open === 'raise' && <RaiseDialog project={project} quota={quota} onClose={close} />}
      <ConfirmDialog
        open={open === 'remove'}
        onClose={close}
        title={t('removeTitle', { name: quota.name })}
        action={t('remove')}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() =>
          remove.mutate(id, {
            onSuccess: () => void navigate({ to: '/p/$project/quotas', params: { project } }),
          })
        }
      >
        {t('removeHint')}
      </ConfirmDialog>
    </>
  );
}
