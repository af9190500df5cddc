import { useQuery } from '@tanstack/react-query';
import { Button } from '../../components/Button.tsx';
import { ErrorLine } from '../../components/ErrorState.tsx';
import { Section } from '../../components/Section.tsx';
import { When } from '../../components/values.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { settings } from './messages.ts';
import { changes, invitationsQuery, useChange } from './settings-api.ts';

/** Links that nobody has used yet. Nothing is shown when there are none. */
export function Invitations({ project }: { project: string }) {
  const t = useTexts(settings);
  const invitations = useQuery(invitationsQuery(project));
  const withdraw = useChange(project, changes.withdraw, 'invitations');
  const open = invitations.data?.data ?? [];
  if (open.length === 0) return <ErrorLine error={invitations.error} />;
  return (
    <Section title={t('invitations')}>
      <ErrorLine error={withdraw.error} />
      <ul className="divide-y border-y">
        {open.map(({ id, email, role, expiresAt }) => (
          <li key={id} className="flex h-9 items-center gap-4">
            <span className="min-w-0 flex-1 truncate">{email ?? t('anyone')}</span>
            <span className="text-muted">{t(`role_${role}`)}</span>
            <span className="text-xs text-muted">
              {t('expires')} <When at={expiresAt} />
            </span>
            <Button
              variant="quietDanger"
              className="-mr-2 h-7 px-2"
              busy={withdraw.isPending}
              onClick={() => withdraw.mutate(id)}
            >
              {t('withdraw')}
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
