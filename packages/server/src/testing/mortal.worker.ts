import type { PrepareResult, PrepareTask } from '../receive/prepare-task.ts';

/** A worker whose requests say how it dies: by leaving, by throwing, or by eating all its memory. */
export default function die({ request }: PrepareTask): PrepareResult {
  const wish = Buffer.from(request.body).toString();
  if (wish === 'exit') process.exit(1);
  if (wish === 'throw') throw new Error('a bug');
  if (wish === 'eat') for (const meal: unknown[] = []; ; ) meal.push(new Array(1000).fill({}));
  return { refused: 'DecodeError', message: `alive: ${wish}` };
}
