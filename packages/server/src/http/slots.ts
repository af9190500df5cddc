import { ApiError } from '../errors.ts';

/** Work that a project may have under way at once. */
export interface Slots {
  /** @throws ApiError `rate_limited` when as much is under way already. */
  within<Result>(project: string, work: () => Promise<Result>): Promise<Result>;
}

export function createSlots(most: number): Slots {
  const taken = new Map<string, number>();
  return {
    async within(project, work) {
      const before = taken.get(project) ?? 0;
      if (before >= most) {
        throw new ApiError('rate_limited', {
          message: `${most} queries of this project are running already. Try again when one is done.`,
          retryAfter: 1,
        });
      }
      taken.set(project, before + 1);
      try {
        return await work();
      } finally {
        const left = (taken.get(project) ?? 1) - 1;
        if (left === 0) taken.delete(project);
        else taken.set(project, left);
      }
    },
  };
}
