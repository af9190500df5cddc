import type { z } from 'zod';
import type { Answer, Ask, Client } from '../http.ts';
import { Failure } from '../world.ts';

/** What servers say of what they do not have: not yet, no more, or not of this kind. */
const NOT_THERE = [404, 405, 410];

/** @throws Failure when the answer is not what the system is known to give, as of a wrong address. */
export async function read<Schema extends z.ZodType>(
  source: Client,
  ask: Ask,
  schema: Schema,
): Promise<z.output<Schema>> {
  return parsed(source, ask, await source.ask(ask), schema);
}

/** The same of what may not be there; then undefined. */
export async function readIfThere<Schema extends z.ZodType>(
  source: Client,
  ask: Ask,
  schema: Schema,
): Promise<z.output<Schema> | undefined> {
  const answer = await source.ask({ ...ask, expects: NOT_THERE });
  return answer.status < 300 ? parsed(source, ask, answer, schema) : undefined;
}

/** A server of this release has this list. */
export async function isThere(source: Client, path: string): Promise<boolean> {
  const { status } = await source.ask({ path, query: { limit: 1 }, expects: NOT_THERE });
  return status < 300;
}

function parsed<Schema extends z.ZodType>(
  { server: { title, url } }: Client,
  { path }: Ask,
  { body }: Answer,
  schema: Schema,
): z.output<Schema> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue?.path.join('.') || 'the answer';
  throw new Failure(
    `${url} does not answer ${path} as ${title} does (${where}: ${issue?.message}). Is the address right?`,
  );
}
