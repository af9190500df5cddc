import { z } from 'zod';

/** How a project keeps users' ids: as they are sent, or as pseudonyms that only its own secret leads to. */
export const userIdsSchema = z.strictObject({ pseudonymous: z.boolean() });

export const pseudonymAskSchema = z.strictObject({ userId: z.string().min(1).max(256) });
export const pseudonymSchema = z.object({ pseudonym: z.string() });
