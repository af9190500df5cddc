import { ApiError } from '../../../../errors.ts';

/** Why a query is not taken, and at which of its characters. For its author, who is told line and column. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly at: number | undefined;

  constructor(message: string, at?: number) {
    super(message);
    this.at = at;
  }
}

/** A refusal as the API tells it. */
export function told({ message, at }: Refusal, sql: string): ApiError {
  if (at === undefined) return new ApiError('invalid_request', { message });
  const before = sql.slice(0, at).split('\n');
  const line = before.length;
  const column = (before.at(-1)?.length ?? 0) + 1;
  return new ApiError('invalid_request', {
    message: `Line ${line}, column ${column}: ${message}`,
    details: { line, column },
  });
}
