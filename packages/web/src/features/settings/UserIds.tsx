import { useQuery } from '@tanstack/react-query';
import { useRole } from '../../api/me.ts';
import { ErrorLine } from '../../components/ErrorState.tsx';
import { Section } from '../../components/Section.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { atLeast } from '../../rights.ts';
import { changes, useChange, userIdsQuery } from './settings-api.ts';
import { userIdTexts } from './user-id-texts.ts';

/** Whether the project keeps users' ids or pseudonyms. */
export function UserIds({ project }: { project: string }) {
  const t = useTexts(userIdTexts);
  const role = useRole(project);
  const may = atLeast(role, 'admin');
  const { data, error } = useQuery({ ...userIdsQuery(project), enabled: role !== undefined && may });
  const set = useChange(project, changes.setUserIds, 'user-ids');
  const pseudonymous = set.isPending ? set.variables : (data?.pseudonymous ?? false);
  return (
    <Section title={t('title')} hint={t('hint')}>
      {may ? (
        <label className="flex max-w-2xl items-start gap-2 text-sm">
          <input
            type="checkbox"
            className="mt-0.5 size-4 accent-accent"
            checked={pseudonymous}
            disabled={data === undefined || set.isPending}
            onChange={(event) => set.mutate(event.target.checked)}
          />
          <span>
            {t('pseudonymous')}
            <span className="block text-xs text-muted">
              {t(pseudonymous ? 'on' : 'off')} {pseudonymous && t('quotas')}
            </span>
          </span>
        </label>
      ) : (
        <p className="text-sm text-muted">{t('denied')}</p>
      )}
      <ErrorLine error={set.error ?? error} />
    </Section>
  );
}
