/** Small choices kept in this browser only. Storage may be forbidden; then a choice lasts as long as the page. */
const memory = new Map<string, string>();

export function readSetting(name: string): string | null {
  try {
    return localStorage.getItem(`pharos.${name}`) ?? memory.get(name) ?? null;
  } catch {
    return memory.get(name) ?? null;
  }
}

export function writeSetting(name: string, value: string): void {
  memory.set(name, value);
  try {
    localStorage.setItem(`pharos.${name}`, value);
  } catch {
    // Kept in memory.
  }
}

export function dropSetting(name: string): void {
  memory.delete(name);
  try {
    localStorage.removeItem(`pharos.${name}`);
  } catch {
    // It was kept in memory alone.
  }
}
