/** What sockets report of a server that is not there, or not yet. */
const NOBODY = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH']);
const STARTING_UP = '57P03';
/** Of the pool and its connections, which give them no code. */
const NO_CONNECTION =
  /^(timeout exceeded when trying to connect|Connection terminated|Query read timeout|Client has encountered a connection error)/;
/** SQLSTATEs by which the server says that it ends the connection. */
const CONNECTION_ENDS = /^(08|57P|25P03)/;
/** And of a server, or an embedded database, without room, memory or connections for what it is asked. */
const NO_RESOURCES = /^53/;

export const endsConnection = (state: string): boolean => CONNECTION_ENDS.test(state);

/** Whether no server answered, or one that is still starting. A refusal of the password or the database is an answer. */
export function isSilence(error: unknown): boolean {
  // A name with several addresses: none of them answered.
  if (error instanceof AggregateError) return error.errors.every(isSilence);
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return NOBODY.has(code) || code === STARTING_UP || NO_CONNECTION.test(message);
}

/** Whether records cannot be had, or not be written, for a reason that passes: nothing is wrong with the statement. */
export function areUnavailable(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  const state = typeof code === 'string' ? code : '';
  return isSilence(error) || NO_RESOURCES.test(state) || endsConnection(state);
}
