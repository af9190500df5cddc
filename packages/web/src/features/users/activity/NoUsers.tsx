import { EmptyState } from '../../../components/EmptyState.tsx';
import { NothingYet } from '../../../components/NothingYet.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { presenceLines } from '../../../onboarding/presence-lines.ts';
import { activityTexts } from './texts.ts';

/** That nobody was active: in this time, or ever, and then what would be here and the lines that bring it. */
export function NoUsers({ ever }: { ever: boolean }) {
  const t = useTexts(activityTexts);
  return ever ? (
    <EmptyState title={t('empty')}>{t('notNow')}</EmptyState>
  ) : (
    <NothingYet
      title={t('empty')}
      hint={t('emptyHint')}
      code={presenceLines(window.location.origin)}
      codeLabel={t('emptyCode')}
    />
  );
}
