// Sets theme and language before the first paint, so that a reload never flashes. Read again by src/design/theme.ts.
(() => {
  const root = document.documentElement;
  const stored = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const theme = stored('pharos.theme');
  const dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.dataset.theme = dark ? 'dark' : 'light';
  const language = stored('pharos.language') ?? navigator.language;
  root.lang = language.startsWith('zh') ? 'zh-CN' : 'en';
})();
