import { ApiFailure } from '../api/failure.ts';
import { common } from '../i18n/common.ts';
import { useTexts } from '../i18n/i18n.ts';
import { Button } from './Button.tsx';

/** What happened in the reader's words, as specific as the failure allows. */
export function useErrorText(): (error: unknown) => string {
  const t = useTexts(common);
  return (error) => {
    if (!(error instanceof ApiFailure)) return error instanceof Error ? error.message : String(error);
    if (error.code === 'offline') return t('errorOffline');
    if (error.code === 'shape') return t('errorShape');
    if (error.status === 403) return t('errorForbidden');
    if (error.status === 404) return t('errorNotFound');
    if (error.status === 429 || error.status === 503) return t('errorBusy');
    return error.message;
  };
}

interface ErrorStateProps {
  error: unknown;
  onRetry?: () => void;
  /** What could not be had; else a general title. */
  title?: string;
}

export function ErrorState({ error, onRetry, title }: ErrorStateProps) {
  const t = useTexts(common);
  const text = useErrorText();
  return (
    <div role="alert" className="mx-auto flex max-w-md flex-col items-center gap-2 px-6 py-12 text-center">
      <p className="text-base font-medium">
        <span aria-hidden className="mr-1.5 text-bad">
          ▲
        </span>
        {title ?? t('errorTitle')}
      </p>
      <p className="text-sm text-muted">{text(error)}</p>
      {onRetry && (
        <Button className="mt-2" onClick={onRetry}>
          {t('retry')}
        </Button>
      )}
    </div>
  );
}

/** One line beside the thing that failed. */
export function ErrorLine({ error }: { error: unknown }) {
  const text = useErrorText();
  if (!error) return null;
  return (
    <p role="alert" className="text-sm text-bad">
      {text(error)}
    </p>
  );
}
