/** Does work when all that was given before has ended. */
export type Alone = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** Within one process: for what other processes cannot do meanwhile. */
export function oneAfterAnother(): Alone {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
}
