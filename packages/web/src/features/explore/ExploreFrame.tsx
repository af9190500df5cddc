import { Outlet } from '@tanstack/react-router';
import { useTexts } from '../../i18n/i18n.ts';
import { Page } from '../../shell/Page.tsx';
import { exploreTexts } from './texts.ts';

/** Explore: by questions, or by SQL; each with its own address. */
export function ExploreFrame() {
  const t = useTexts(exploreTexts);
  return (
    <Page title={t('title')} range>
      <Outlet />
    </Page>
  );
}
