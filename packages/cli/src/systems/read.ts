import type { z } from 'zod';
import type { Ask, Client } from '../http.ts';
import { Failure } from '../world.ts';

/** @throws Failure when the answer is not what the system is known to give, as of a wrong address. */
export async function read<Schema extends z.ZodType>(
  source: Client,
  ask: Ask,
  schema: Schema,
): Promise<z.output<Schema>> {
  const { body } = await source.ask(ask);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const { title, url } = source.server;
  const issue = parsed.error.issues[0];
  throw new Failure(
    `${url} does not answer ${ask.path} as ${title} does (${issue?.path.join('.') || 'the answer'}: ${issue?.message}). Is the address right?`,
  );
}
