import { Link } from '@tanstack/react-router';
import { EmptyState } from '../components/EmptyState.tsx';
import { useTexts } from '../i18n/i18n.ts';
import { shell } from './messages.ts';

export function NotFound() {
  const t = useTexts(shell);
  return (
    <main>
      <EmptyState
        title={t('notFound')}
        action={
          <Link to="/" className="text-accent hover:underline">
            {t('goHome')}
          </Link>
        }
      >
        {t('notFoundHint')}
      </EmptyState>
    </main>
  );
}
