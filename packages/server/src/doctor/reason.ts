const MAX_LENGTH = 240;

/** What to do about errors that tell by themselves what is wrong, by code of Node, ClickHouse and PostgreSQL. */
const ADVICE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens there: start it, or correct host and port in the URL.',
  ENOTFOUND: 'The host name is not known here: correct it, or the name service of this machine.',
  ETIMEDOUT: 'Nothing answers there: look for a firewall or a network policy between the two.',
  516: 'User or password of PHAROS_CLICKHOUSE_URL is wrong.',
  194: 'User or password of PHAROS_CLICKHOUSE_URL is wrong.',
  81: 'Create the database that PHAROS_CLICKHOUSE_URL names: CREATE DATABASE …',
  497: 'Give the user the right that is named: GRANT … ON <database>.* TO <user>.',
  164: 'The profile of the user is read-only: give the user one that may write (readonly = 0).',
  452: 'The profile of the user forbids the setting: lift its constraint for this user.',
  '28P01': 'User or password of PHAROS_DATABASE_URL is wrong.',
  '28000': 'PostgreSQL does not let this user in from here: see pg_hba.conf.',
  '3D000': 'Create the database that PHAROS_DATABASE_URL names.',
  42501: 'Give the user the right that is named; the owner of the database has all that is needed.',
  25006: 'This PostgreSQL is read-only: name the primary in PHAROS_DATABASE_URL, and a user that may write.',
  53300: 'PostgreSQL has no connection left: raise max_connections, or put a pooler before it.',
};

/** An error in one line, and what to do about it where it tells. */
export function reasonOf(error: unknown): { found: string; advice?: string } {
  const chain = causes(error);
  const message = chain.map(messageOf).find((text) => text !== '') ?? 'no reason given';
  const deepest = chain.at(-1);
  const detail = messageOf(deepest);
  const found = message.includes(detail) ? message : `${message} ${detail}`;
  const advice = chain.map((each) => ADVICE[String(codeOf(each))]).find(Boolean);
  return { found: oneLine(found), ...(advice !== undefined && { advice }) };
}

/** The error, and what it came of. Of a name with several addresses the first one tells. */
function causes(error: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let at = error; at !== undefined && at !== null && chain.length < 5; ) {
    chain.push(at);
    at = at instanceof AggregateError ? at.errors[0] : (at as { cause?: unknown }).cause;
  }
  return chain;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error ?? ''));
const codeOf = (error: unknown): unknown => (error as { code?: unknown } | undefined)?.code;

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH - 1)}…` : line;
}
