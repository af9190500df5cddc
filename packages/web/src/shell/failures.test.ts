import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiFailure } from '../api/failure.ts';
import * as toasts from '../components/Toast.tsx';
import { watchForFailures } from './failures.ts';

const page = new EventTarget() as unknown as Window;
watchForFailures(page);

const rejected = (reason: unknown) =>
  page.dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason }));

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  vi.spyOn(toasts, 'toast').mockImplementation(() => {});
});
afterEach(() => vi.restoreAllMocks());

test('what nobody handled is told once', () => {
  rejected(new Error('broken once'));
  rejected(new Error('broken once'));
  page.dispatchEvent(Object.assign(new Event('error'), { error: new Error('broken again'), message: '' }));
  expect(toasts.toast).toHaveBeenCalledTimes(2);
});

test('what is no failure of the page is not told', () => {
  rejected(new DOMException('left', 'AbortError'));
  rejected(new ApiFailure(403, 'forbidden', 'no'));
  rejected(new Error('ResizeObserver loop completed with undelivered notifications.'));
  expect(toasts.toast).not.toHaveBeenCalled();
});
