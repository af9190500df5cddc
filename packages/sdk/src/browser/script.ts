import { quietly } from './page.ts';
import { type PharosBrowser, start } from './start.ts';

declare global {
  interface Window {
    pharos?: PharosBrowser;
  }
}

const seconds = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Number(text);

/** `<script src="https://pharos.example.com/beacon.js" data-key="pk-web-…" data-user="…">`: starts by itself, as `window.pharos`. */
quietly(() => {
  const script = document.currentScript;
  if (!(script instanceof HTMLScriptElement)) return;
  const { key, user, userToken, session, agent, platform, country, locale, url, consent, pages, ...given } =
    script.dataset;
  if (key === undefined) return;
  window.pharos = start({
    ...{ key, user, userToken, session, agent, platform, country, locale },
    url: url ?? new URL(script.src).origin,
    consent: consent !== 'false',
    pages: pages !== 'false',
    heartbeatSeconds: seconds(given.heartbeatSeconds),
    idleSeconds: seconds(given.idleSeconds),
    lingerSeconds: seconds(given.lingerSeconds),
  });
});
