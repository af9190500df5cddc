import { Link } from '@tanstack/react-router';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';
import { usersTexts } from './texts.ts';

/** Leads to those who are there now. */
export function OnlineLink() {
  const t = useTexts(usersTexts);
  return (
    <Link
      to="/p/$project/users/online"
      params={{ project: useProject() }}
      className="text-sm text-accent hover:underline"
    >
      {t('onlineNow')}
    </Link>
  );
}
