import type { TestProject as Project } from 'vitest/node';
import { findChromium } from './browser.ts';
import { ADMIN, type SignedIn, signIn, startProduct } from './product.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the product that the journeys share listens; '' when there is no browser to visit it with. */
    url: string;
    admin: SignedIn;
  }
}

/** One product for all journeys; each makes projects of its own in it. */
export default async function setup({ provide }: Project): Promise<(() => Promise<void>) | undefined> {
  if (findChromium() === undefined) {
    if (process.env.PHAROS_REQUIRE_SERVICES === '1')
      throw new Error('No Chromium is installed: name one with PHAROS_CHROMIUM.');
    provide('url', '');
    return undefined;
  }
  const product = await startProduct({
    PHAROS_ADMIN_EMAIL: ADMIN.email,
    PHAROS_ADMIN_PASSWORD: ADMIN.password,
    // Those who are told stand beside it.
    PHAROS_EGRESS_ALLOW: '127.0.0.1',
  });
  provide('url', product.url);
  provide('admin', await signIn(product.url));
  return product.stop;
}
