import { ApiFailure } from '../api/failure.ts';
import { toast } from '../components/Toast.tsx';
import { shell } from './messages.ts';

/** Browsers say this when an element changes its own size while it is watched; the next frame puts it right. */
const HARMLESS = /ResizeObserver loop/;

/** Nobody handled it: say so once, for a reader who waits for something that will not come. */
export function watchForFailures(page: Window): void {
  const told = new Set<string>();
  const tell = (what: unknown) => {
    const text = what instanceof Error ? what.message : String(what);
    // What the server refused is shown where it was asked for.
    if (told.has(text) || HARMLESS.test(text) || what instanceof ApiFailure || isAbort(what)) return;
    told.add(text);
    console.error(what);
    toast(shell.t('failed'), 'bad');
  };
  page.addEventListener('error', ({ error, message }) => tell(error ?? message));
  page.addEventListener('unhandledrejection', ({ reason }) => tell(reason));
}

const isAbort = (what: unknown): boolean => what instanceof DOMException && what.name === 'AbortError';
