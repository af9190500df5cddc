import type { QueryClient, QueryKey } from '@tanstack/react-query';

/**
 * Asks again whatever shows what was changed. What is still on its way was asked before the change: left alone, a first
 * answer would be taken for the new one.
 */
export async function askAgain(client: QueryClient, ...queryKeys: readonly QueryKey[]): Promise<void> {
  await Promise.all(
    queryKeys.map(async (queryKey) => {
      await client.cancelQueries({ queryKey });
      await client.invalidateQueries({ queryKey });
    }),
  );
}
