/** How many letters have to be added, dropped, changed or swapped with their neighbour to make one text of the other. */
function distance(a: string, b: string): number {
  let [before, row] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1];
      let least = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      next.push(least);
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? 0;
}

const LONGEST = 64;

/**
 * The names most like what somebody wrote, the most alike first: those that contain it or are contained in it, and those that
 * few mistakes would make of it (optimal string alignment, a third of the letters at most).
 */
export function nearestNames(written: string, names: Iterable<string>, limit: number): string[] {
  const wanted = written.toLowerCase().slice(0, LONGEST);
  const near: { name: string; far: number }[] = [];
  for (const name of new Set(names)) {
    const known = name.toLowerCase().slice(0, LONGEST);
    const contains = wanted.length > 2 && (known.includes(wanted) || wanted.includes(known));
    const far = contains ? Math.abs(known.length - wanted.length) / 4 : distance(wanted, known);
    if (contains || far <= wanted.length / 3) near.push({ name, far });
  }
  return near
    .sort((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1))
    .slice(0, limit)
    .map(({ name }) => name);
}
