import { QueryCache, QueryClient } from '@tanstack/react-query';
import { isFailure, isTemporary } from './failure.ts';

/** `onSignedOut` is called whenever an answer says that nobody is signed in. */
export const createQueryClient = (onSignedOut: () => void): QueryClient =>
  new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (isFailure(error, 401)) onSignedOut();
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) => failures < 2 && isTemporary(error),
        refetchOnWindowFocus: false,
      },
    },
  });
