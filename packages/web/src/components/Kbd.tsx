const mac = typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.userAgent);

/** Keys as the reader's keyboard names them: `mod` is ⌘ on a Mac, Ctrl elsewhere. */
export const keyName = (keys: string): string =>
  keys
    .replace(/mod\+?/, mac ? '⌘' : 'Ctrl ')
    .replace('Escape', 'Esc')
    .replace('Enter', '↵')
    .replace(/^[a-z]$/, (key) => key);

export const Kbd = ({ keys }: { keys: string }) => (
  <kbd className="rounded border border-line bg-sunken px-1 font-mono text-2xs text-muted">
    {keyName(keys)}
  </kbd>
);
