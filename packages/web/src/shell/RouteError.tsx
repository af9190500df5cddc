import { Button } from '../components/Button.tsx';
import { useTexts } from '../i18n/i18n.ts';
import { shell } from './messages.ts';

/** A page that threw: says so, keeps the rest of the product usable. */
export function RouteError({ error }: { error: unknown }) {
  const t = useTexts(shell);
  return (
    <div role="alert" className="mx-auto max-w-xl px-6 py-14">
      <p className="text-base font-medium">{t('routeError')}</p>
      <p className="mt-1 text-muted">{t('routeErrorHint')}</p>
      <pre className="scroll-thin my-3 max-h-60 overflow-auto rounded-md bg-sunken p-3 font-mono text-xs">
        {error instanceof Error ? (error.stack ?? error.message) : String(error)}
      </pre>
      <Button onClick={() => location.reload()}>{t('reload')}</Button>
    </div>
  );
}
