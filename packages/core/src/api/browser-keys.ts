import { z } from 'zod';
import { originPattern } from '../origins.ts';

export const MAX_ORIGINS = 50;
export const BROWSER_KEY_PREFIX = 'pk-web-';

const origin = z
  .string()
  .max(300)
  .transform((text, context) => {
    const pattern = originPattern(text);
    if (pattern !== undefined) return pattern;
    context.addIssue({
      code: 'custom',
      message: `"${text}" is no origin, such as https://app.example.com or https://*.example.com`,
    });
    return z.NEVER;
  });

/** A key that may stand in a page: it sends presence, events and feedback from pages of its origins, and may do nothing else. */
export const browserKeySchema = z.object({
  id: z.string(),
  name: z.string(),
  publicKey: z.string(),
  origins: z.array(z.string()),
  /** Whether a user is taken only with a token that the app's own server signed … */
  signedUsersOnly: z.boolean(),
  /** … and whether there is a secret to sign with. */
  hasSigningSecret: z.boolean(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
});
export type BrowserKey = z.infer<typeof browserKeySchema>;
export const browserKeyListSchema = z.object({ data: z.array(browserKeySchema) });

export const browserKeyCreateSchema = z.strictObject({
  name: z.string().trim().min(1).max(80),
  origins: z
    .array(origin)
    .min(1)
    .max(MAX_ORIGINS)
    .transform((all) => [...new Set(all)]),
});

export const browserKeyUpdateSchema = z.strictObject({ signedUsersOnly: z.boolean() });

/** Shown once. */
export const signingSecretSchema = z.object({ signingSecret: z.string() });
export const SIGNING_SECRET_PREFIX = 'sk-user-';
