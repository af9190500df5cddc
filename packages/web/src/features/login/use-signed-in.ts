import type { Me } from '@pharos/core/api/accounts';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';
import { keepCsrfToken } from '../../api/client.ts';
import { meQuery } from '../../api/me.ts';

/** Only paths of this site: an address from elsewhere must not be followed after signing in. */
export const safeNext = (next: string | undefined): string =>
  next?.startsWith('/') && !next.startsWith('//') && !next.includes('\\') ? next : '/';

/** Keeps who has just signed in. Returns how to go on to where they wanted. */
export function useSignedIn() {
  const queryClient = useQueryClient();
  const router = useRouter();
  const keep = useCallback(
    (me: Me) => {
      queryClient.clear();
      keepCsrfToken(me.csrfToken);
      queryClient.setQueryData(meQuery.queryKey, me);
    },
    [queryClient],
  );
  const goOn = useCallback((next: string | undefined) => router.history.replace(safeNext(next)), [router]);
  return { keep, goOn };
}
