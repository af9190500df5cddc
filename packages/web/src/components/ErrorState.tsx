import { z } from 'zod';
import { ApiFailure } from '../api/failure.ts';
import { common } from '../i18n/common.ts';
import { useTexts } from '../i18n/i18n.ts';
import { Button } from './Button.tsx';

/** Codes of the API, and of the client where there was no answer, that have words of their own. */
const BY_CODE = {
  offline: 'errorOffline',
  shape: 'errorShape',
  invalid_credentials: 'errorCredentials',
  invalid_link: 'errorLink',
  last_owner: 'errorLastOwner',
  query_timeout: 'errorSlowQuery',
  payload_too_large: 'errorTooLarge',
  not_found: 'errorNotFound',
  forbidden: 'errorForbidden',
  internal: 'errorServer',
  overloaded: 'errorBusy',
  unavailable: 'errorBusy',
} as const;
const detailsSchema = z.object({ stores: z.array(z.string()) });
/** The store of telemetry is down; accounts, settings and rules are in another one. */
const isOfTelemetry = ({ code, details }: ApiFailure): boolean =>
  code === 'unavailable' && (detailsSchema.safeParse(details).data?.stores.includes('telemetry') ?? false);
const known = (code: string): code is keyof typeof BY_CODE => Object.hasOwn(BY_CODE, code);

/** What happened in the reader's words, as specific as the failure allows. */
export function useErrorText(): (error: unknown) => string {
  const t = useTexts(common);
  return (error) => {
    if (!(error instanceof ApiFailure)) return t('errorBroken');
    if (error.status === 429 && error.retryAfter !== undefined)
      return t('errorWait', { seconds: error.retryAfter });
    if (isOfTelemetry(error)) return t('errorTelemetry');
    return known(error.code) ? t(BY_CODE[error.code]) : error.message;
  };
}

interface ErrorStateProps {
  error: unknown;
  onRetry?: () => void;
  /** What could not be had; else a general title. */
  title?: string;
}

/** What was asked for is wrong or not there: the same question gets the same answer. */
const isFinal = (error: unknown): boolean =>
  error instanceof ApiFailure && error.status >= 400 && error.status < 500 && error.status !== 429;

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
      {onRetry && !isFinal(error) && (
        <Button className="mt-2" onClick={onRetry}>
          {t('retry')}
        </Button>
      )}
    </div>
  );
}

/** The same in the place of a part of a page, which keeps its height: one line. */
export function PartError({ error, onRetry }: Omit<ErrorStateProps, 'title'>) {
  const t = useTexts(common);
  const text = useErrorText();
  return (
    <p role="alert" className="py-3 text-sm text-muted">
      <span aria-hidden className="mr-1.5 text-bad">
        ▲
      </span>
      {text(error)}
      {onRetry && !isFinal(error) && (
        <button type="button" onClick={onRetry} className="ml-2 text-accent hover:underline">
          {t('retry')}
        </button>
      )}
    </p>
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
