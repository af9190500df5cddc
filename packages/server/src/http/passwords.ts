import { hash, verify } from '@node-rs/argon2';

/** argon2id by the library's defaults: 19 MiB, two passes. */
export const hashPassword = (password: string): Promise<string> => hash(password);

let decoy: Promise<string> | undefined;

/** Whether the password fits. Takes as long when there is no such user, so that time tells nobody who exists. */
export async function passwordFits(
  passwordHash: string | null | undefined,
  password: string,
): Promise<boolean> {
  decoy ??= hash('no password of anybody');
  const fits = await verify(passwordHash ?? (await decoy), password);
  return fits && passwordHash !== null && passwordHash !== undefined;
}
