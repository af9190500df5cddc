import { Link } from '@tanstack/react-router';
import { Button } from '../components/Button.tsx';
import { useTexts } from '../i18n/i18n.ts';
import { shell } from './messages.ts';

/** A page that threw: says so, and how to go on. What it threw is there for who wants to report it. */
export function RouteError({ error }: { error: unknown }) {
  const t = useTexts(shell);
  return (
    <div role="alert" className="mx-auto max-w-xl px-6 py-14">
      <h1 className="text-base font-medium">{t('routeError')}</h1>
      <p className="mt-1 text-muted">{t('routeErrorHint')}</p>
      <p className="my-4 flex items-center gap-4">
        <Button variant="primary" onClick={() => location.reload()}>
          {t('reload')}
        </Button>
        <Link to="/" reloadDocument className="text-accent hover:underline">
          {t('goHome')}
        </Link>
      </p>
      <details>
        <summary className="text-sm text-muted">{t('routeErrorDetails')}</summary>
        <pre className="scroll-thin my-2 max-h-60 overflow-auto rounded-md bg-sunken p-3 font-mono text-xs">
          {error instanceof Error ? (error.stack ?? error.message) : String(error)}
        </pre>
      </details>
    </div>
  );
}
